-- Acts: one row a change of the store, made by the keeper before the core function runs.

-- Begin an act; its number is the registry's own time.
-- name: act_begin :one (at instant, actor id, op text, key blob?, digest blob?) -> (n id)
INSERT INTO act (n, at, actor, op, key, digest)
VALUES ((SELECT COALESCE(MAX(n), 0) + 1 FROM act), :at, :actor, :op, :key, :digest)
RETURNING n;

-- What was answered, for the day the same key comes again.
-- name: act_answer :run (n id, answer text)
UPDATE act SET answer = :answer WHERE n = :n;

-- The act of an idempotency key.
-- name: act_by_key :one (key blob) -> (n id, at instant, actor id, op text, digest blob?, answer text?)
SELECT n, at, actor, op, digest, answer FROM act WHERE key = :key;
