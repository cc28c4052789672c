-- Places to stay, stays, the time to decide, and help given.

-- What the gate needs to know of a place.
-- name: on_place :one (ref blob) -> (id id, org id)
SELECT id, org FROM place WHERE ref = :ref;

-- name: place_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM place;

-- name: place_add :run (id id, ref blob, org id, label text, region code, sex code, beds int, wrapped blob,
--   address blob)
INSERT INTO place (id, ref, org, label, region, sex, beds, wrapped, address)
VALUES (:id, :ref, :org, :label, :region, :sex, :beds, :wrapped, :address);

-- name: place_speech_add :run (place id, speech code)
INSERT INTO place_speech (place, speech) VALUES (:place, :speech);

-- Every place, the freest first: a country has hundreds, so the caller picks.
-- name: place_all :many () -> (id id, ref blob, org id, org_code text, org_name text, label text, region code, sex code,
--   beds int, taken int)
SELECT p.id, p.ref, p.org, o.code AS org_code, o.name AS org_name, p.label, p.region, p.sex, p.beds,
	COALESCE(n.taken, 0) AS taken
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

-- How many periods of the person share a day with from..to.
-- name: reflection_overlap :one (person id, from_day day, to_day day) -> (n int)
SELECT COUNT(*) AS n FROM reflection r
WHERE r.person = :person AND r.void = 0 AND r.happened <= :to_day AND r.ends >= :from_day
	AND NOT EXISTS (SELECT 1 FROM reflection s WHERE s.supersedes = r.id);

-- name: reflection_add :run (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, ends day)
INSERT INTO reflection (person, org, happened, precision, act, certainty, void, supersedes, ref, ends)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :ends);

-- name: service_put :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, need code) -> (id id)
INSERT INTO service (person, org, happened, precision, act, certainty, void, supersedes, ref, need)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :need)
RETURNING id;

-- Help an organisation gave a person, by reference, and how many rows supersede it.
-- name: service_own :one (ref blob, person id, org id) -> (id id, voided code, superseded int)
SELECT s.id, s.void AS voided, (SELECT COUNT(*) FROM service x WHERE x.supersedes = s.id) AS superseded
FROM service s WHERE s.ref = :ref AND s.person = :person AND s.org = :org;
