-- How an account proves itself: authenticators, passkeys, recovery codes; and the devices it came from.

-- name: factor_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM factor;

-- name: factor_add :run (id id, ref blob, account id, kind code, label text, sealed blob?, credential blob?, key blob?,
--   confirmed code, used int, at instant, act id)
INSERT INTO factor (id, ref, account, kind, label, sealed, credential, key, confirmed, used, at, act)
VALUES (:id, :ref, :account, :kind, :label, :sealed, :credential, :key, :confirmed, :used, :at, :act);

-- Those that were shown to work.
-- name: factor_list :many (account id) -> (ref blob, kind code, label text, at instant)
SELECT ref, kind, label, at FROM factor WHERE account = :account AND confirmed = 1 ORDER BY kind, id;

-- name: factor_count :one (account id, kind code) -> (n int)
SELECT COUNT(*) AS n FROM factor WHERE account = :account AND kind = :kind AND confirmed = 1;

-- name: factor_secrets :many (account id, kind code, confirmed code) -> (id id, ref blob, sealed blob?, used int)
SELECT id, ref, sealed, used FROM factor WHERE account = :account AND kind = :kind AND confirmed = :confirmed
ORDER BY id DESC;

-- name: factor_passkeys :many (account id, kind code) -> (credential blob?)
SELECT credential FROM factor WHERE account = :account AND kind = :kind ORDER BY id;

-- name: factor_by_credential :one (account id, credential blob) -> (id id, key blob?, used int)
SELECT id, key, used FROM factor WHERE credential = :credential AND account = :account;

-- name: factor_by_ref :one (account id, ref blob) -> (id id, kind code)
SELECT id, kind FROM factor WHERE ref = :ref AND account = :account AND confirmed = 1;

-- name: factor_confirm :run (id id, used int)
UPDATE factor SET confirmed = 1, used = :used WHERE id = :id;

-- name: factor_set_used :run (id id, used int)
UPDATE factor SET used = :used WHERE id = :id AND used < :used;

-- name: factor_drop_unconfirmed :run (account id)
DELETE FROM factor WHERE account = :account AND confirmed = 0;

-- name: factor_drop_vault :run (factor id)
DELETE FROM vault_passkey WHERE factor = :factor;

-- name: factor_drop :run (id id)
DELETE FROM factor WHERE id = :id;

-- name: factor_drop_vaults :run (account id)
DELETE FROM vault_passkey WHERE factor IN (SELECT id FROM factor WHERE account = :account);

-- name: factor_drop_all :run (account id)
DELETE FROM factor WHERE account = :account;

-- name: recovery_add :run (account id, hash blob, act id)
INSERT INTO recovery (account, hash, used, act) VALUES (:account, :hash, 0, :act);

-- name: recovery_left :one (account id) -> (n int)
SELECT COUNT(*) AS n FROM recovery WHERE account = :account AND used = 0;

-- name: recovery_find :one (account id, hash blob) -> (id id)
SELECT id FROM recovery WHERE account = :account AND hash = :hash AND used = 0;

-- name: recovery_use :run (id id)
UPDATE recovery SET used = 1 WHERE id = :id;

-- name: recovery_drop_all :run (account id)
DELETE FROM recovery WHERE account = :account;

-- name: device_find :one (account id, hash blob) -> (id id)
SELECT id FROM device WHERE hash = :hash AND account = :account;

-- name: device_add :run (account id, hash blob, used instant)
INSERT INTO device (account, hash, used) VALUES (:account, :hash, :used);

-- name: device_set_used :run (id id, used instant)
UPDATE device SET used = :used WHERE id = :id;

-- All but the `most` last used.
-- name: device_drop_oldest :run (account id, most int)
DELETE FROM device WHERE account = :account AND id NOT IN
	(SELECT id FROM device WHERE account = :account ORDER BY used DESC, id DESC LIMIT :most);

-- name: device_drop_all :run (account id)
DELETE FROM device WHERE account = :account;
