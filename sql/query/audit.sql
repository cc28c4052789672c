-- The log, which grows by one row an operation and is never changed. src/audit is its only writer.

-- name: audit_head :one () -> (registry blob, n int, hash blob, signature blob, signed_at instant)
SELECT registry, n, hash, signature, signed_at FROM audit_head;

-- name: audit_head_add :run (registry blob, hash blob, signature blob, signed_at instant)
INSERT INTO audit_head (one, registry, n, hash, signature, signed_at)
VALUES (1, :registry, 0, :hash, :signature, :signed_at);

-- name: audit_head_set :run (n int, hash blob, signature blob, signed_at instant)
UPDATE audit_head SET n = :n, hash = :hash, signature = :signature, signed_at = :signed_at;

-- name: audit_last :one () -> (n id, hash blob)
SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1;

-- name: audit_add :run (n id, at instant, actor id, org id, as_operator code, op text, person id?, object blob?,
--   purpose code, verdict code, shown int, act id?, digest blob?, hash blob)
INSERT INTO audit (n, at, actor, org, as_operator, op, person, object, purpose, verdict, shown, act, digest, hash)
VALUES (:n, :at, :actor, :org, :as_operator, :op, :person, :object, :purpose, :verdict, :shown, :act, :digest, :hash);

-- A stretch of the log in its own order, for audit_verify.
-- scope: keeper the verifier reads every row and shows none
-- name: audit_page :many (first id, count int) -> (n id, at instant, actor id, org id, as_operator code, op text,
--   person id?, object blob?, purpose code, verdict code, shown int, act id?, digest blob?, hash blob)
SELECT n, at, actor, org, as_operator, op, person, object, purpose, verdict, shown, act, digest, hash
FROM audit WHERE n >= :first ORDER BY n LIMIT :count;

-- Who looked at a person, or tried to: newest first, before row :before.
-- name: audit_of_person :many (person id, before id, count int) -> (n id, at instant, actor id, org id,
--   as_operator code, op text, purpose code, verdict code, shown int, act id?)
SELECT n, at, actor, org, as_operator, op, purpose, verdict, shown, act
FROM audit WHERE person = :person AND n < :before ORDER BY n DESC LIMIT :count;
