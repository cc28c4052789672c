-- What somebody has not finished.

-- name: draft_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM draft;

-- name: draft_add :run (id id, ref blob, account id, person id?, kind code, at instant, until instant, key blob, sealed blob)
INSERT INTO draft (id, ref, account, person, kind, at, until, key, sealed)
VALUES (:id, :ref, :account, :person, :kind, :at, :until, :key, :sealed);

-- name: draft_set :run (id id, person id?, kind code, at instant, until instant, key blob, sealed blob)
UPDATE draft SET person = :person, kind = :kind, at = :at, until = :until, key = :key, sealed = :sealed WHERE id = :id;

-- name: draft_get :one (ref blob, account id, now instant) -> (id id, person id?, kind code, until instant, key blob,
--   sealed blob)
SELECT id, person, kind, until, key, sealed FROM draft WHERE ref = :ref AND account = :account AND until > :now;

-- An account's own, newest first: about nobody who has a file, or about somebody its organisation has to do with.
-- name: draft_own :many (scope_org id, account id, now instant) -> (ref blob, person id?, kind code, at instant, until instant)
SELECT d.ref, d.person, d.kind, d.at, d.until FROM draft d LEFT JOIN relation r ON r.person = d.person AND r.org = :scope_org
WHERE d.account = :account AND d.until > :now AND (d.person IS NULL OR r.kinds > 0) ORDER BY d.at DESC, d.id DESC;

-- name: draft_remove :run (id id)
DELETE FROM draft WHERE id = :id;

-- All but an account's newest.
-- name: draft_trim :run (account id, keep int)
DELETE FROM draft WHERE account = :account AND id NOT IN (SELECT d.id FROM draft d WHERE d.account = :account
	ORDER BY d.at DESC, d.id DESC LIMIT :keep);

-- name: draft_remove_all :run (account id)
DELETE FROM draft WHERE account = :account;

-- name: draft_remove_past :run (now instant)
DELETE FROM draft WHERE until <= :now;

-- A job that belongs to nothing: what is kept for a time only is swept.
-- name: past_job_add :run (kind code, due_at instant, act id)
INSERT INTO job (kind, due_at, done, act) VALUES (:kind, :due_at, 0, :act);

-- name: past_job_has :one (kind code, since instant, upto instant) -> (n int)
SELECT COUNT(*) AS n FROM job WHERE done = 0 AND kind = :kind AND due_at BETWEEN :since AND :upto;
