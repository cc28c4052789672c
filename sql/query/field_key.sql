-- A telephone's name and password.

-- name: field_key_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM field_key;

-- name: field_key_add :run (id id, ref blob, account id, name text, secret blob, label blob, made instant, until instant)
INSERT INTO field_key (id, ref, account, name, secret, label, made, until)
VALUES (:id, :ref, :account, :name, :secret, :label, :made, :until);

-- name: field_key_find :one (name text, now instant) -> (id id, ref blob, account id, secret blob,
--   used instant?)
SELECT id, ref, account, secret, used FROM field_key WHERE name = :name AND ended IS NULL AND until > :now;

-- name: field_key_use :run (id id, used instant)
UPDATE field_key SET used = :used WHERE id = :id;

-- name: field_key_own :many (account id, now instant) -> (id id, ref blob, name text, label blob, made instant,
--   until instant, used instant?)
SELECT id, ref, name, label, made, until, used FROM field_key
WHERE account = :account AND ended IS NULL AND until > :now ORDER BY made DESC, id DESC;

-- name: field_key_count :one (account id, now instant) -> (n int)
SELECT COUNT(*) AS n FROM field_key WHERE account = :account AND ended IS NULL AND until > :now;

-- name: field_key_end :run (ref blob, account id, now instant)
UPDATE field_key SET ended = :now WHERE ref = :ref AND account = :account AND ended IS NULL;

-- name: field_key_end_all :run (account id, now instant)
UPDATE field_key SET ended = :now WHERE account = :account AND ended IS NULL;
