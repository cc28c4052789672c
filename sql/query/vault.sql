-- Key pairs of organisations and accounts, and what is sealed to them.

-- name: vault_get :one (org id) -> (version int, public blob, kept blob?, phrase blob?)
SELECT version, public, kept, phrase FROM vault WHERE org = :org;

-- A vault, or its next version, which has no members yet.
-- name: vault_put :run (org id, version int, public blob, kept blob?)
INSERT INTO vault (org, version, public, kept) VALUES (:org, :version, :public, :kept)
ON CONFLICT (org) DO UPDATE SET version = excluded.version, public = excluded.public, kept = excluded.kept, phrase = NULL;

-- name: vault_kept_drop :run (org id)
UPDATE vault SET kept = NULL WHERE org = :org;

-- name: vault_phrase_set :run (org id, phrase blob)
UPDATE vault SET phrase = :phrase WHERE org = :org;

-- name: vault_member_of :one (org id, account id) -> (sealed blob)
SELECT sealed FROM vault_member WHERE org = :org AND account = :account;

-- name: vault_member_put :run (org id, account id, sealed blob)
INSERT INTO vault_member (org, account, sealed) VALUES (:org, :account, :sealed)
ON CONFLICT (org, account) DO UPDATE SET sealed = excluded.sealed;

-- name: vault_member_count :one (org id) -> (n int)
SELECT COUNT(*) AS n FROM vault_member WHERE org = :org;

-- Accounts of an organisation that have a pair and are not let in yet.
-- name: vault_waiting :many (org id) -> (account id, public blob)
SELECT v.account, v.public FROM account a JOIN vault_account v ON v.account = a.id
WHERE a.org = :org AND a.active = 1 AND NOT EXISTS (SELECT 1 FROM vault_member m WHERE m.org = :org AND m.account = a.id)
ORDER BY v.account LIMIT 500;

-- name: vault_account_get :one (account id) -> (public blob, password blob)
SELECT public, password FROM vault_account WHERE account = :account;

-- name: vault_account_put :run (account id, public blob, password blob)
INSERT INTO vault_account (account, public, password) VALUES (:account, :public, :password)
ON CONFLICT (account) DO UPDATE SET public = excluded.public, password = excluded.password;

-- name: vault_account_drop :run (account id)
DELETE FROM vault_account WHERE account = :account;

-- name: vault_member_drop :run (account id)
DELETE FROM vault_member WHERE account = :account;

-- name: vault_passkey_drop :run (account id)
DELETE FROM vault_passkey WHERE factor IN (SELECT id FROM factor WHERE account = :account);

-- name: vault_passkey_get :one (factor id) -> (sealed blob, account id)
SELECT v.sealed, f.account FROM vault_passkey v JOIN factor f ON f.id = v.factor WHERE v.factor = :factor;

-- name: vault_passkey_put :run (factor id, sealed blob)
INSERT INTO vault_passkey (factor, sealed) VALUES (:factor, :sealed)
ON CONFLICT (factor) DO UPDATE SET sealed = excluded.sealed;

-- name: note_key_add :run (note id, org id, sealed blob)
INSERT INTO note_key (note, org, sealed) VALUES (:note, :org, :sealed);

-- name: note_key_of :one (note id, org id) -> (sealed blob)
SELECT sealed FROM note_key WHERE note = :note AND org = :org;

-- The next note of an organisation that the root key and the person's key open together.
-- name: note_old_next :one (org id, after id) -> (id id, person id, kind code, fact id, text blob)
SELECT id, person, kind, fact, text FROM note WHERE org = :org AND vault IS NULL AND id > :after ORDER BY id LIMIT 1;

-- name: note_reseal :run (id id, text blob)
UPDATE note SET text = :text, vault = 1 WHERE id = :id;

-- Places of an organisation, with what seals their address.
-- name: place_of_org :many (org id) -> (id id, ref blob, wrapped blob, address blob)
SELECT id, ref, wrapped, address FROM place WHERE org = :org ORDER BY id;

-- name: place_reseal :run (id id, wrapped blob, address blob)
UPDATE place SET wrapped = :wrapped, address = :address WHERE id = :id;
