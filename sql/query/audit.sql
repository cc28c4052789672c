-- The log, which grows by one row an operation and is never changed. src/audit is its only writer.

-- name: audit_head :one () -> (registry blob, n int, hash blob, signature blob, signed_at instant, peaks blob?,
--   last blob?, mark blob?)
SELECT registry, n, hash, signature, signed_at, peaks, last, mark FROM audit_head;

-- name: audit_head_add :run (registry blob, hash blob, signature blob, signed_at instant, peaks blob, mark blob)
INSERT INTO audit_head (one, registry, n, hash, signature, signed_at, peaks, mark)
VALUES (1, :registry, 0, :hash, :signature, :signed_at, :peaks, :mark);

-- name: audit_head_set :run (n int, hash blob, signature blob, signed_at instant, peaks blob, last blob?, mark blob)
UPDATE audit_head SET n = :n, hash = :hash, signature = :signature, signed_at = :signed_at, peaks = :peaks,
	last = :last, mark = :mark;

-- name: audit_last :one () -> (n id, hash blob)
SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1;

-- name: audit_add :run (n id, at instant, actor id, org id, unit id?, roles int?, as_operator code, session blob?,
--   op text, person id?, person_n int?, object blob?, purpose code, use code?, verdict code, shown int, act id?,
--   digest blob?, policy blob?, wrote blob?, hash blob)
INSERT INTO audit (n, at, actor, org, unit, roles, as_operator, session, op, person, person_n, object, purpose, use,
	verdict, shown, act, digest, policy, wrote, hash)
VALUES (:n, :at, :actor, :org, :unit, :roles, :as_operator, :session, :op, :person, :person_n, :object, :purpose, :use,
	:verdict, :shown, :act, :digest, :policy, :wrote, :hash);

-- The how-manieth entry about the person the newest one before row :before is.
-- name: audit_person_last :one (person id, before id) -> (n id, person_n int?)
SELECT n, person_n FROM audit WHERE person = :person AND n < :before ORDER BY n DESC LIMIT 1;

-- Hashes of entries, in their order.
-- scope: keeper a hash tells nothing
-- name: audit_hashes :many (first id, count int) -> (n id, hash blob)
SELECT n, hash FROM audit WHERE n >= :first ORDER BY n LIMIT :count;

-- name: audit_tile_add :run (level code, i int, hash blob)
INSERT INTO audit_tile (level, i, hash) VALUES (:level, :i, :hash);

-- Tiles of a level, in their order.
-- name: audit_tiles :many (level code, first int, count int) -> (i int, hash blob)
SELECT i, hash FROM audit_tile WHERE level = :level AND i >= :first ORDER BY i LIMIT :count;

-- name: audit_tile_count :one () -> (n int)
SELECT COUNT(*) AS n FROM audit_tile;

-- A stretch of the log in its own order, for audit_verify.
-- scope: keeper the verifier reads every row and shows none
-- name: audit_page :many (first id, count int) -> (n id, at instant, actor id, org id, unit id?, roles int?,
--   as_operator code, session blob?, op text, person id?, person_n int?, object blob?, purpose code, use code?,
--   verdict code, shown int, act id?, digest blob?, policy blob?, wrote blob?, hash blob)
SELECT n, at, actor, org, unit, roles, as_operator, session, op, person, person_n, object, purpose, use, verdict, shown,
	act, digest, policy, wrote, hash
FROM audit WHERE n >= :first ORDER BY n LIMIT :count;

-- One entry.
-- name: audit_entry :one (n id) -> (n id, at instant, actor id, org id, unit id?, roles int?, as_operator code,
--   session blob?, op text, person id?, person_n int?, object blob?, purpose code, use code?, verdict code, shown int,
--   act id?, digest blob?, policy blob?, wrote blob?, hash blob)
SELECT n, at, actor, org, unit, roles, as_operator, session, op, person, person_n, object, purpose, use, verdict, shown,
	act, digest, policy, wrote, hash
FROM audit WHERE n = :n;

-- An entry of a log from before the tree, as it stands in it.
-- name: audit_upgrade :run (n id, person_n int?, hash blob)
UPDATE audit SET person_n = :person_n, hash = :hash WHERE n = :n;

-- The newest act there is; 0 before the first.
-- name: audit_act_last :one () -> (n int)
SELECT COALESCE(MAX(n), 0) AS n FROM act;

-- Acts in their order, for audit_deep.
-- name: audit_acts :many (first id, count int) -> (n id, at instant, actor id, op text, digest blob?)
SELECT n, at, actor, op, digest FROM act WHERE n >= :first ORDER BY n LIMIT :count;

-- Entries about a person, oldest first, from the :first on: her list, whose numbers have no gap.
-- name: audit_person_list :many (person id, first id, count int) -> (n id, person_n int?)
SELECT n, person_n FROM audit WHERE person = :person AND n >= :first ORDER BY n LIMIT :count;

-- Who looked at a person, or tried to: newest first, before row :before.
-- name: audit_of_person :many (person id, before id, count int) -> (n id, at instant, actor id, org id, unit id?,
--   roles int?, as_operator code, op text, purpose code, use code?, verdict code, shown int, act id?)
SELECT n, at, actor, org, unit, roles, as_operator, op, purpose, use, verdict, shown, act
FROM audit WHERE person = :person AND n < :before ORDER BY n DESC LIMIT :count;

-- name: audit_person_max :one () -> (person int)
SELECT COALESCE(MAX(person), 0) AS person FROM audit WHERE person IS NOT NULL;
