-- Places to stay, stays, the time to decide, and help given.

-- What the gate needs to know of a place.
-- name: on_place :one (ref blob) -> (id id, org id)
SELECT id, org FROM place WHERE ref = :ref;

-- name: place_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM place;

-- name: place_add :run (id id, ref blob, org id, label text, region code, sex code, beds int, wrapped blob,
--   address blob, ages int?, citizens int?)
INSERT INTO place (id, ref, org, label, region, sex, beds, wrapped, address, ages, citizens)
VALUES (:id, :ref, :org, :label, :region, :sex, :beds, :wrapped, :address, :ages, :citizens);

-- name: place_speech_add :run (place id, speech code)
INSERT INTO place_speech (place, speech) VALUES (:place, :speech);

-- Every place, the freest first: a country has hundreds, so the caller picks.
-- name: place_all :many () -> (id id, ref blob, org id, org_code text, org_name text, label text, region code, sex code,
--   beds int, taken int, ages int?, citizens int?)
SELECT p.id, p.ref, p.org, o.code AS org_code, o.name AS org_name, p.label, p.region, p.sex, p.beds,
	COALESCE(n.taken, 0) AS taken, p.ages, p.citizens
FROM place p JOIN org o ON o.id = p.org LEFT JOIN place_now n ON n.place = p.id
ORDER BY p.beds - COALESCE(n.taken, 0) DESC, p.label, p.id;

-- name: place_speech_list :many (place id) -> (speech code)
SELECT speech FROM place_speech WHERE place = :place ORDER BY speech;

-- name: place_sealed :one (id id) -> (ref blob, org id, wrapped blob, address blob)
SELECT ref, org, wrapped, address FROM place WHERE id = :id;

-- Room at a place.
-- name: place_room :one (ref blob) -> (id id, org id, beds int, taken int)
SELECT p.id, p.org, p.beds, COALESCE(n.taken, 0) AS taken FROM place p LEFT JOIN place_now n ON n.place = p.id
WHERE p.ref = :ref;

-- name: place_org :one (id id) -> (org id)
SELECT org FROM place WHERE id = :id;

-- Who waits for a bed of an organisation: the referrals it declined or gave back because it was full, that nobody has
-- answered by asking elsewhere, of people whom this place takes; danger first, of those the longest waiting.
-- scope: keeper the organisation that asked is told of its own referral
-- name: place_waiting :many (place id, org id, state code, full code, told code, count int)
--   -> (referral id, person id, sender id, danger code?)
SELECT n.referral, n.person, n.sender, n.danger
FROM (SELECT referral, person, sender, danger FROM referral_now WHERE receiver = :org AND state = :state
		ORDER BY danger DESC, referral DESC LIMIT 200) n
	JOIN person_now w ON w.person = n.person AND w.place IS NULL JOIN place l ON l.id = :place
	LEFT JOIN referral_answer a ON a.referral = n.referral LEFT JOIN referral_end e ON e.referral = n.referral
WHERE COALESCE(e.decline, a.decline) = :full AND (l.sex = 3 OR l.sex = w.sex)
	AND (l.ages IS NULL OR ((l.ages >> w.age) & 1) = 1 OR (w.age = 6 AND (l.ages & 6) <> 0))
	AND EXISTS (SELECT 1 FROM task t WHERE t.referral = n.referral AND t.kind IN (8, 18) AND +t.org = n.sender AND +t.done = 0)
	AND NOT EXISTS (SELECT 1 FROM task t WHERE t.referral = n.referral AND t.kind = :told AND +t.done = 0)
ORDER BY n.danger DESC, n.referral LIMIT :count;

-- How many people wait for a place now, by sex and age, and since when the longest of them: a referral asked for one and
-- runs, or its sender has not asked elsewhere yet, and no stay began since the first that asked. Two records of one person
-- are one.
-- scope: national
-- name: place_waits :many (need code) -> (sex code, age code, people int, since day)
SELECT w.sex, w.age, COUNT(*) AS people, MIN(x.since) AS since
FROM (SELECT COALESCE(s.first, n.person) AS person, MIN(f.happened) AS since
	FROM referral_need d JOIN referral_now n ON n.referral = d.referral JOIN referral f ON f.id = n.referral
		LEFT JOIN same_person s ON s.person = n.person
	WHERE d.need = :need AND n.state IN (1, 2, 3, 5) AND NOT EXISTS (SELECT 1 FROM placement p
		WHERE p.void = 0 AND p.happened >= f.happened
			AND (p.person = n.person OR p.person IN (SELECT b.person FROM same_person b WHERE b.first = s.first))
			AND NOT EXISTS (SELECT 1 FROM placement v WHERE v.supersedes = p.id))
	GROUP BY COALESCE(s.first, n.person)
	HAVING MAX(CASE WHEN n.state IN (1, 2) OR EXISTS (SELECT 1 FROM task t WHERE t.referral = n.referral AND t.kind IN (8, 18)
		AND +t.done = 0) THEN 1 ELSE 0 END) = 1) x
	JOIN person_now w ON w.person = x.person
GROUP BY w.sex, w.age ORDER BY w.sex, w.age;

-- name: placement_add :run (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, place id)
INSERT INTO placement (person, org, happened, precision, act, certainty, void, supersedes, ref, place)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :place);

-- The stay that has not ended.
-- name: placement_running :one (person id) -> (id id, place id, happened day)
SELECT p.id, p.place, p.happened FROM placement p
WHERE p.person = :person AND p.void = 0
	AND NOT EXISTS (SELECT 1 FROM placement s WHERE s.supersedes = p.id)
	AND NOT EXISTS (SELECT 1 FROM placement_end e WHERE e.placement = p.id)
ORDER BY p.id DESC LIMIT 1;

-- name: placement_end_add :run (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, placement id)
INSERT INTO placement_end (person, org, happened, precision, act, certainty, void, supersedes, placement)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :placement);

-- name: service_put :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, need code) -> (id id)
INSERT INTO service (person, org, happened, precision, act, certainty, void, supersedes, ref, need)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :need)
RETURNING id;

-- Help an organisation gave a person, by reference, and how many rows supersede it.
-- name: service_own :one (ref blob, person id, org id) -> (id id, voided code, superseded int)
SELECT s.id, s.void AS voided, (SELECT COUNT(*) FROM service x WHERE x.supersedes = s.id) AS superseded
FROM service s WHERE s.ref = :ref AND s.person = :person AND s.org = :org;
