-- Current state, made from the facts; only src/core/projection.c calls these.

-- name: project_referral_clear :run (referral id)
DELETE FROM referral_now WHERE referral = :referral;

-- name: project_referral_make :run (referral id)
INSERT INTO referral_now (referral, person, sender, receiver, state, danger)
SELECT f.id, f.person, f.org, f.receiver,
	COALESCE((SELECT CASE WHEN e.decline IS NULL THEN 4 ELSE 5 END FROM referral_end e WHERE e.referral = f.id AND e.void = 0),
		(SELECT a.state FROM referral_answer a WHERE a.referral = f.id AND a.void = 0
		AND NOT EXISTS (SELECT 1 FROM referral_answer x WHERE x.supersedes = a.id)), 1),
	COALESCE(f.danger, 0)
FROM referral f
WHERE f.id = :referral AND f.void = 0 AND NOT EXISTS (SELECT 1 FROM referral x WHERE x.supersedes = f.id);

-- name: project_relation_clear :run (person id)
DELETE FROM relation WHERE person = :person;

-- Bits of enum relation: whoever wrote a sign has met her (1), and so has whoever registered her.
-- name: project_relation_met :run (person id)
INSERT INTO relation (person, org, kinds)
SELECT w.person, w.org, 1 FROM (
	SELECT s.person, s.org FROM signal s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = s.id)
	UNION
	SELECT s.person, s.org FROM arrival s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = s.id)) w
WHERE w.person = :person
ON CONFLICT DO NOTHING;

-- Whoever was asked to act supports (2) or decides (4), and was offered the case (8) before. A question from another
-- country (5) opens no file.
-- name: project_relation_asked :many (person id) -> (org id, kind int)
SELECT f.receiver AS org, CASE WHEN n.state = 1 THEN 8 WHEN f.purpose = 2 THEN 4 ELSE 2 END AS kind
FROM referral f JOIN referral_now n ON n.referral = f.id WHERE f.person = :person AND n.state IN (1, 2) AND f.purpose <> 5 ORDER BY f.id;

-- name: project_relation_add :run (person id, org id, kind int)
INSERT INTO relation (person, org, kinds) VALUES (:person, :org, :kind)
ON CONFLICT (person, org) DO UPDATE SET kinds = relation.kinds | excluded.kinds;

-- name: project_victim_clear :run (person id)
DELETE FROM victim WHERE person = :person;

-- What stands of the decisions about a person.
-- name: project_victim_of :many (person id) -> (id id, stage code, outcome code, happened day)
SELECT d.id, d.stage, d.outcome, d.happened FROM decision d
WHERE d.person = :person AND d.void = 0 AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.supersedes = d.id)
ORDER BY d.id;

-- name: project_victim_put :run (person id, decision id, stage code, outcome code)
INSERT INTO victim (person, decision, stage, outcome) VALUES (:person, :decision, :stage, :outcome);

-- name: project_person_clear :run (person id)
DELETE FROM person_now WHERE person = :person;

-- The newest sign gives age, sex, language and municipality, and where there is none what was written down on arrival; status is
-- enum STATUS_*.
-- name: project_person_make :run (person id)
INSERT INTO person_now (person, status, age, sex, speech, municipality, since, place, placed, reflection_from,
	reflection_to)
SELECT s.person,
	COALESCE((SELECT CASE WHEN v.outcome = 1 AND v.stage <> 2 THEN 2 WHEN v.outcome = 1 THEN 3 ELSE 4 END FROM victim v
		WHERE v.person = :person), s.status),
	s.age, s.sex, s.speech, s.municipality,
	COALESCE((SELECT MIN(f.happened) FROM signal f WHERE f.person = :person AND f.void = 0
		AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = f.id)), s.happened),
	l.place, l.happened, r.happened,
	COALESCE((SELECT c.ends FROM clock_change c WHERE c.id = (SELECT MAX(d.id) FROM clock_change d WHERE d.clock = r.id
		AND d.void = 0 AND NOT EXISTS (SELECT 1 FROM clock_change x WHERE x.supersedes = d.id))), r.ends)
FROM (SELECT f.person, f.happened, f.age, f.sex, f.speech, f.municipality, 1 AS status FROM signal f
		WHERE f.id = (SELECT MAX(g.id) FROM signal g WHERE g.person = :person AND g.void = 0
			AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = g.id))
	UNION ALL
	SELECT f.person, f.happened, f.age, f.sex, f.speech, f.municipality, 5 FROM arrival f
		WHERE f.id = (SELECT MAX(g.id) FROM arrival g WHERE g.person = :person AND g.void = 0
			AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = g.id))
		AND NOT EXISTS (SELECT 1 FROM signal g WHERE g.person = :person AND g.void = 0
			AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = g.id))) s
	LEFT JOIN placement l ON l.id = (SELECT MAX(g.id) FROM placement g WHERE g.person = :person AND g.void = 0
		AND NOT EXISTS (SELECT 1 FROM placement x WHERE x.supersedes = g.id)
		AND NOT EXISTS (SELECT 1 FROM placement_end e WHERE e.placement = g.id AND e.void = 0
			AND NOT EXISTS (SELECT 1 FROM placement_end x WHERE x.supersedes = e.id)))
	LEFT JOIN clock r ON r.id = (SELECT MAX(g.id) FROM clock g WHERE g.person = :person AND g.void = 0
		AND COALESCE(g.kind, 1) = 1 AND NOT EXISTS (SELECT 1 FROM clock x WHERE x.supersedes = g.id));

-- name: project_place_clear :run (place id)
DELETE FROM place_now WHERE place = :place;

-- name: project_place_make :run (place id)
INSERT INTO place_now (place, taken)
SELECT l.id, (SELECT COUNT(*) FROM placement g WHERE g.place = l.id AND g.void = 0
	AND NOT EXISTS (SELECT 1 FROM placement x WHERE x.supersedes = g.id)
	AND NOT EXISTS (SELECT 1 FROM placement_end e WHERE e.placement = g.id AND e.void = 0
		AND NOT EXISTS (SELECT 1 FROM placement_end x WHERE x.supersedes = e.id)))
FROM place l WHERE l.id = :place;

-- name: same_person_clear :run (person id)
DELETE FROM same_person WHERE person = :person;

-- name: same_person_add :run (person id, first id)
INSERT INTO same_person (person, first) VALUES (:person, :first);

-- Everybody now held to be the same person as this one.
-- name: same_person_all :many (person id) -> (member id)
SELECT o.person AS member FROM same_person s JOIN same_person o ON o.first = s.first WHERE s.person = :person
ORDER BY o.person;

-- Rebuilding: every projection is emptied and made again, a slice at a time.

-- name: project_clear_referrals :run ()
DELETE FROM referral_now;

-- name: project_clear_relations :run ()
DELETE FROM relation;

-- name: project_clear_victims :run ()
DELETE FROM victim;

-- name: project_clear_persons :run ()
DELETE FROM person_now;

-- name: project_clear_places :run ()
DELETE FROM place_now;

-- name: project_clear_same :run ()
DELETE FROM same_person;

-- scope: keeper rebuild goes over everybody
-- name: project_slice_referrals :many (after id) -> (id id)
SELECT id FROM referral WHERE id > :after ORDER BY id LIMIT 1000;

-- scope: keeper rebuild goes over everybody
-- name: project_slice_persons :many (after id) -> (id id)
SELECT id FROM person WHERE id > :after ORDER BY id LIMIT 1000;

-- name: project_slice_places :many (after id) -> (id id)
SELECT id FROM place WHERE id > :after ORDER BY id LIMIT 1000;

-- scope: keeper rebuild goes over everybody
-- name: project_slice_linked :many (after id) -> (id id)
SELECT DISTINCT person AS id FROM link WHERE person > :after ORDER BY person LIMIT 1000;

-- What the projections hold, whole and in order: for the fingerprint that shows a rebuild changed nothing.

-- scope: keeper fingerprint of a projection
-- name: dump_person_now :many () -> (person id, status code, age code, sex code, speech code, municipality code,
--   since day, place id?, placed day?, reflection_from day?, reflection_to day?)
SELECT person, status, age, sex, speech, municipality, since, place, placed, reflection_from, reflection_to
FROM person_now ORDER BY person;

-- scope: keeper fingerprint of a projection
-- name: dump_relation :many () -> (person id, org id, kinds int)
SELECT person, org, kinds FROM relation ORDER BY person, org;

-- scope: keeper fingerprint of a projection
-- name: dump_victim :many () -> (person id, decision id, stage code, outcome code)
SELECT person, decision, stage, outcome FROM victim ORDER BY person;

-- scope: keeper fingerprint of a projection
-- name: dump_same_person :many () -> (person id, first id)
SELECT person, first FROM same_person ORDER BY person;

-- scope: keeper fingerprint of a projection
-- name: dump_referral_now :many () -> (referral id, person id, sender id, receiver id, state code, danger code?)
SELECT referral, person, sender, receiver, state, danger FROM referral_now ORDER BY referral;

-- name: dump_place_now :many () -> (place id, taken int)
SELECT place, taken FROM place_now ORDER BY place;

-- name: project_closed_clear :run (person id)
DELETE FROM closed WHERE person = :person;

-- What she said about any of her records holds for this one.
-- name: project_closed_make :run (person id)
INSERT INTO closed (person, org, unit, account)
SELECT DISTINCT p.id, b.target, b.unit, b.account FROM person p, barred b
WHERE p.id = :person AND b.person IN (SELECT x.id FROM person x WHERE x.id = :person
		UNION SELECT t.person FROM same_person s JOIN same_person t ON t.first = s.first WHERE s.person = :person)
	AND b.void = 0 AND NOT EXISTS (SELECT 1 FROM barred x WHERE x.supersedes = b.id)
ORDER BY b.target, b.unit, b.account;

-- name: project_clear_closed :run ()
DELETE FROM closed;

-- scope: keeper fingerprint of a projection
-- name: dump_closed :many () -> (person id, org id, unit id?, account id?)
SELECT person, org, unit, account FROM closed ORDER BY person, org, unit, account;
