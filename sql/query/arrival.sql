-- People registered at a centre.

-- name: arrival_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, unit id?, municipality code, age code, sex code, speech code, country code?, route code?, family id?,
--   accompanied code?, leaflet code?, wishes code, told id?) -> (id id)
INSERT INTO arrival (person, org, happened, precision, act, certainty, void, supersedes, ref, unit, municipality, age, sex, speech,
	country, route, family, accompanied, leaflet, wishes, told)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :unit, :municipality, :age, :sex,
	:speech, :country, :route, :family, :accompanied, :leaflet, :wishes, :told)
RETURNING id;

-- The first of the family that row belongs to, in an organisation's own registrations.
-- name: arrival_family :one (ref blob, org id) -> (first id)
SELECT COALESCE(a.family, a.id) AS first FROM arrival a WHERE a.ref = :ref AND a.org = :org AND a.void = 0;

-- A registration of an organisation, to be corrected or taken back.
-- name: arrival_own :one (ref blob, person id, org id) -> (id id, voided code, superseded int, happened day, unit id?, municipality code,
--   age code, accompanied code?, family id?, wishes code, told id?)
SELECT a.id, a.void AS voided, (SELECT COUNT(*) FROM arrival x WHERE x.supersedes = a.id) AS superseded, a.happened, a.unit,
	a.municipality, a.age, a.accompanied, a.family, a.wishes, a.told
FROM arrival a WHERE a.ref = :ref AND a.person = :person AND a.org = :org;

-- What an organisation's registration of a person says, and who of her family was registered first.
-- name: arrival_read :one (person id, org id) -> (id id, ref blob, family blob?, happened day, unit text?, municipality code, age code,
--   sex code, speech code, country code?, route code?, accompanied code?, leaflet code?, wishes code, told_name text?, why code?)
SELECT a.id, a.ref, h.ref AS family, a.happened, u.code AS unit, a.municipality, a.age, a.sex, a.speech, a.country, a.route,
	a.accompanied, a.leaflet, a.wishes, t.name AS told_name, c.why
FROM arrival a LEFT JOIN arrival h ON h.id = COALESCE(a.family,
		(SELECT MIN(m.family) FROM arrival m WHERE m.family = a.id AND m.void = 0
			AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = m.id)))
	LEFT JOIN unit u ON u.id = a.unit LEFT JOIN org t ON t.id = a.told LEFT JOIN arrival_change c ON c.arrival = a.id
WHERE a.person = :person AND a.org = :org AND a.void = 0 AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = a.id)
ORDER BY a.id DESC LIMIT 1;

-- A registration repeats what it takes back.
-- name: arrival_take_back :one (id id, ref blob, happened day, act id) -> (id id)
INSERT INTO arrival (person, org, happened, precision, act, certainty, void, supersedes, ref, unit, municipality, age, sex, speech,
	country, route, family, accompanied, leaflet, wishes, told)
SELECT person, org, :happened, 1, :act, certainty, 1, id, :ref, unit, municipality, age, sex, speech, country, route, family,
	accompanied, leaflet, wishes, told
FROM arrival WHERE id = :id
RETURNING id;

-- name: arrival_change_add :run (arrival id, why code, same id?)
INSERT INTO arrival_change (arrival, why, same) VALUES (:arrival, :why, :same);

-- An organisation's registration of a person that stands.
-- name: arrival_standing :one (person id, org id) -> (id id)
SELECT a.id FROM arrival a
WHERE a.person = :person AND a.org = :org AND a.void = 0 AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = a.id)
ORDER BY a.id DESC LIMIT 1;

-- What else an organisation wrote of somebody it registered, and would never find again without the registration: questions asked
-- and records of the file. A sign keeps the file by itself.
-- name: arrival_leans :one (person id, org id) -> (n int)
SELECT CASE WHEN EXISTS (SELECT 1 FROM signal s WHERE s.person = :person AND s.org = :org AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = s.id)) THEN 0
	ELSE (SELECT COUNT(*) FROM screening s WHERE s.person = :person AND s.org = :org AND s.void = 0
			AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id))
		+ (SELECT COUNT(*) FROM sheet s WHERE s.person = :person AND s.org = :org AND s.void = 0
			AND NOT EXISTS (SELECT 1 FROM sheet x WHERE x.supersedes = s.id)) END AS n;

-- Referrals to child protection that were sent by registering her, and how they stand.
-- name: arrival_referrals :many (person id, org id) -> (id id, state code, receiver_name text)
SELECT f.id, n.state, o.name AS receiver_name FROM referral f JOIN referral_now n ON n.referral = f.id JOIN org o ON o.id = f.receiver
WHERE f.person = :person AND f.org = :org AND n.state IN (1, 2)
	AND f.act IN (SELECT a.act FROM arrival a WHERE a.person = :person AND a.org = :org) ORDER BY f.id LIMIT 32;

-- Where the person was registered whose registration sent that referral.
-- name: arrival_of_referral :one (referral id) -> (municipality code)
SELECT a.municipality FROM referral f JOIN arrival a ON a.act = f.act AND a.person = f.person AND a.org = f.org
WHERE f.id = :referral LIMIT 1;

-- What else is known of her by registering her, as far as it stands.
-- name: arrival_traits :many (person id, org id) -> (id id)
SELECT t.id FROM trait t WHERE t.person = :person AND t.org = :org AND t.void = 0
	AND NOT EXISTS (SELECT 1 FROM trait x WHERE x.supersedes = t.id) ORDER BY t.id LIMIT 64;

-- Citizenships that registering her wrote down, as far as they stand.
-- name: arrival_citizenships :many (person id, org id, kind code) -> (id id, value code)
SELECT t.id, t.value FROM trait t WHERE t.person = :person AND t.org = :org AND t.kind = :kind AND t.void = 0
	AND NOT EXISTS (SELECT 1 FROM trait x WHERE x.supersedes = t.id)
	AND t.act IN (SELECT a.act FROM arrival a WHERE a.person = :person AND a.org = :org) ORDER BY t.id LIMIT 64;

-- Work that registering her made, and that nothing asks for any more.
-- name: arrival_task_done :run (person id, org id, kind code)
UPDATE task SET done = 1 WHERE person = :person AND org = :org AND kind = :kind AND done = 0
	AND act IN (SELECT a.act FROM arrival a WHERE a.person = :person AND a.org = :org);

-- What stands of a person's registration; the newest.
-- name: arrival_of :one (person id) -> (id id, municipality code, age code, sex code, speech code)
SELECT a.id, a.municipality, a.age, a.sex, a.speech FROM arrival a
WHERE a.person = :person AND a.void = 0 AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = a.id)
ORDER BY a.id DESC LIMIT 1;

-- Child protection: of that region first, else the nearest there is.
-- name: arrival_guardians :one (kind code, region code) -> (id id, code text)
SELECT o.id, o.code FROM org o WHERE o.kind = :kind
ORDER BY CASE WHEN o.region = :region THEN 0 ELSE 1 END, o.id LIMIT 1;

-- Registered by an organisation and not yet asked (or, with `done` 1, asked), oldest first; without those whose file is
-- closed to the account that asks.
-- name: arrival_page :many (scope_org id, unit id, account id, done code, count int)
--   -> (id id, ref blob, person blob, family blob?, happened day, unit_name text?, municipality code, age code, sex code, speech code,
--   accompanied code?, leaflet code?, wishes code, told_name text?, state code?)
SELECT a.id, a.ref, p.ref AS person, h.ref AS family, a.happened, u.name AS unit_name, a.municipality, a.age, a.sex, a.speech,
	a.accompanied, a.leaflet, a.wishes, t.name AS told_name,
	(SELECT n.state FROM referral f JOIN referral_now n ON n.referral = f.id
		WHERE f.person = a.person AND f.receiver = a.told ORDER BY f.id DESC LIMIT 1) AS state
FROM arrival a JOIN relation r ON r.person = a.person AND r.org = :scope_org AND (r.kinds & 1) <> 0
	JOIN person p ON p.id = a.person LEFT JOIN arrival h ON h.id = a.family LEFT JOIN unit u ON u.id = a.unit
	LEFT JOIN org t ON t.id = a.told
WHERE a.org = :scope_org AND a.void = 0 AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = a.id)
	AND (CASE WHEN EXISTS (SELECT 1 FROM screening s WHERE s.person = a.person AND s.void = 0) THEN 1 ELSE 0 END) = :done
	AND {open_to a.person}
ORDER BY a.id LIMIT :count;

-- How many wait to be asked, since when; how many came today; how many families and children there are.
-- scope: keeper it counts an organisation's own registrations
-- name: arrival_counts :one (org id, today day) -> (waiting int, oldest day?, today_n int, all_n int, families int, children int)
SELECT CAST(COALESCE(SUM(CASE WHEN s.person IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting,
	MIN(CASE WHEN s.person IS NULL THEN a.happened ELSE NULL END) AS oldest,
	CAST(COALESCE(SUM(CASE WHEN a.happened = :today THEN 1 ELSE 0 END), 0) AS BIGINT) AS today_n,
	COUNT(*) AS all_n,
	(SELECT COUNT(*) FROM (SELECT COALESCE(m.family, m.id) AS first FROM arrival m WHERE m.org = :org AND m.void = 0
		AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = m.id)
		GROUP BY COALESCE(m.family, m.id) HAVING COUNT(*) > 1) w) AS families,
	CAST(COALESCE(SUM(CASE WHEN a.age IN (1, 2, 6) THEN 1 ELSE 0 END), 0) AS BIGINT) AS children
FROM arrival a LEFT JOIN (SELECT DISTINCT person FROM screening WHERE void = 0) s ON s.person = a.person
WHERE a.org = :org AND a.void = 0 AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = a.id);

-- name: arrival_days :many (org id, since day) -> (happened day, n int)
SELECT a.happened, COUNT(*) AS n FROM arrival a
WHERE a.org = :org AND a.happened >= :since AND a.void = 0 AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = a.id)
GROUP BY a.happened ORDER BY a.happened DESC LIMIT 31;

-- People to call on: whose newest record on that sheet stands, is open and has not run out; the day it runs out, and of the next call.
-- name: callon_page :many (scope_org id, unit id, account id, kind code, calls code, state_field code, until_field code, next_field code,
--   open_value int, today day, days int) -> (id id, person blob, happened day, until int?, due int?, called day?,
--   status code, age code, sex code, speech code, municipality code)
SELECT s.id, p.ref AS person, s.happened, (SELECT v.amount FROM sheet_value v WHERE v.sheet = s.id AND v.field = :until_field) AS until,
	(SELECT v.amount FROM sheet_value v WHERE v.sheet = c.id AND v.field = :next_field) AS due, c.happened AS called,
	n.status, n.age, n.sex, n.speech, n.municipality
FROM sheet s JOIN relation r ON r.person = s.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
	JOIN person p ON p.id = s.person JOIN person_now n ON n.person = s.person
	LEFT JOIN sheet c ON c.id = (SELECT MAX(k.id) FROM sheet k WHERE k.person = s.person AND k.org = :scope_org AND k.kind = :calls AND k.void = 0
		AND NOT EXISTS (SELECT 1 FROM sheet x WHERE x.supersedes = k.id))
WHERE s.org = :scope_org AND s.kind = :kind AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM sheet x WHERE x.supersedes = s.id)
	AND NOT EXISTS (SELECT 1 FROM sheet_settled t WHERE t.sheet = s.id)
	AND EXISTS (SELECT 1 FROM sheet_value v WHERE v.sheet = s.id AND v.field = :state_field AND v.amount = :open_value)
	AND s.happened + :days >= :today
	AND COALESCE((SELECT v.amount FROM sheet_value v WHERE v.sheet = s.id AND v.field = :until_field), :today) >= :today
	AND {open_to s.person}
ORDER BY s.id LIMIT 500;
