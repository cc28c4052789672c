-- What is known about a person in one code a time: citizenship, disability and the like.

-- name: trait_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, kind code, value code) -> (id id)
INSERT INTO trait (person, org, happened, precision, act, certainty, void, supersedes, ref, kind, value)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :kind, :value)
RETURNING id;

-- A row of an organisation about a person, by reference, and how many rows supersede it.
-- name: trait_own :one (ref blob, person id, org id) -> (id id, kind code, voided code, superseded int)
SELECT t.id, t.kind, t.void AS voided, (SELECT COUNT(*) FROM trait x WHERE x.supersedes = t.id) AS superseded
FROM trait t WHERE t.ref = :ref AND t.person = :person AND t.org = :org;

-- What an organisation last said of a kind, as far as it stands.
-- name: trait_standing :one (person id, org id, kind code) -> (id id, value code)
SELECT id, value FROM trait t
WHERE t.person = :person AND t.kind = :kind AND t.org = :org AND t.void = 0
	AND NOT EXISTS (SELECT 1 FROM trait x WHERE x.supersedes = t.id)
ORDER BY id DESC LIMIT 1;

-- The same of one value.
-- name: trait_standing_value :one (person id, org id, kind code, value code) -> (id id)
SELECT id FROM trait t
WHERE t.person = :person AND t.kind = :kind AND t.org = :org AND t.value = :value AND t.void = 0
	AND NOT EXISTS (SELECT 1 FROM trait x WHERE x.supersedes = t.id)
ORDER BY id DESC LIMIT 1;

-- What stands about a person, kind by kind, the newest first.
-- name: trait_of_person :many (person id) -> (ref blob, org id, kind code, value code, happened day, org_name text)
SELECT t.ref, t.org, t.kind, t.value, t.happened, o.name AS org_name FROM trait t JOIN org o ON o.id = t.org
WHERE t.person = :person AND t.void = 0 AND NOT EXISTS (SELECT 1 FROM trait x WHERE x.supersedes = t.id)
ORDER BY t.kind, t.happened DESC, t.id DESC;
