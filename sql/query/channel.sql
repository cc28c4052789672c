-- Ways to reach a person.

-- name: channel_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM channel;

-- name: channel_add :run (id id, person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, kind code, safe code, sealed blob?)
INSERT INTO channel (id, person, org, happened, precision, act, certainty, void, supersedes, ref, kind, safe, sealed)
VALUES (:id, :person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :kind, :safe, :sealed);

-- The newest word on each kind.
-- name: channel_all :many (person id) -> (id id, org id, ref blob, kind code, safe code, sealed blob?, happened day,
--   org_name text)
SELECT c.id, c.org, c.ref, c.kind, c.safe, c.sealed, c.happened, o.name AS org_name FROM channel c JOIN org o ON o.id = c.org
WHERE c.person = :person AND c.id = (SELECT MAX(n.id) FROM channel n WHERE n.person = :person AND n.kind = c.kind
	AND n.void = 0)
ORDER BY c.kind;

-- name: channel_standing :one (person id, kind code) -> (safe code)
SELECT safe FROM channel c WHERE c.person = :person AND c.kind = :kind AND c.void = 0 ORDER BY c.id DESC LIMIT 1;
