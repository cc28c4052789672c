-- Organisations, units and accounts.

-- name: org_add :one (code text, name text, kind code, region code) -> (id id)
INSERT INTO org (code, name, kind, region) VALUES (:code, :name, :kind, :region) RETURNING id;

-- name: org_by_code :one (code text) -> (id id, name text, kind code, region code)
SELECT id, name, kind, region FROM org WHERE code = :code;

-- name: org_by_id :one (id id) -> (code text, name text, kind code, region code)
SELECT code, name, kind, region FROM org WHERE id = :id;

-- name: org_all :many () -> (code text, name text, kind code, region code)
SELECT code, name, kind, region FROM org ORDER BY code;

-- name: org_of_kind :many (kind code) -> (code text, name text, kind code, region code)
SELECT code, name, kind, region FROM org WHERE kind = :kind ORDER BY code;

-- Organisations of a kind, those of one region first: who coordinates here.
-- name: org_for_region :many (kind code, region code) -> (id id, near code)
SELECT id, CASE WHEN region = :region THEN 1 ELSE 0 END AS near FROM org WHERE kind = :kind
ORDER BY CASE WHEN region = :region THEN 0 ELSE 1 END, id;

-- name: unit_add :one (org id, code text, name text, municipality code?) -> (id id)
INSERT INTO unit (org, code, name, municipality) VALUES (:org, :code, :name, :municipality) RETURNING id;

-- name: unit_by_code :one (code text) -> (id id, org id, name text)
SELECT id, org, name FROM unit WHERE code = :code;

-- name: unit_all :many () -> (code text, name text, org_code text, org_name text)
SELECT u.code, u.name, o.code AS org_code, o.name AS org_name FROM unit u JOIN org o ON o.id = u.org
ORDER BY o.code, u.code;

-- name: unit_of_org :many (org id) -> (code text, name text, org_code text, org_name text)
SELECT u.code, u.name, o.code AS org_code, o.name AS org_name FROM unit u JOIN org o ON o.id = u.org
WHERE u.org = :org ORDER BY u.code;

-- name: account_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM account;

-- name: account_add :run (id id, ref blob, org id, unit id?, login blob, name blob, password text)
INSERT INTO account (id, ref, org, unit, login, name, password, active)
VALUES (:id, :ref, :org, :unit, :login, :name, :password, 1);

-- name: account_role_add :run (account id, role code)
INSERT INTO account_role (account, role) VALUES (:account, :role) ON CONFLICT DO NOTHING;

-- A role until a day, in the place of what was said before.
-- name: account_role_put :run (account id, role code, until day?)
INSERT INTO account_role (account, role, until) VALUES (:account, :role, :until)
ON CONFLICT (account, role) DO UPDATE SET until = :until;

-- name: account_role_list :many (account id) -> (role code, until day?)
SELECT role, until FROM account_role WHERE account = :account ORDER BY role;

-- name: credential_add :run (account id, kind code, until day, act id)
INSERT INTO credential (account, kind, until, act) VALUES (:account, :kind, :until, :act);

-- What stands of an account's vetting and training.
-- name: credential_list :many (account id) -> (kind code, until day)
SELECT kind, until FROM credential c WHERE c.account = :account
	AND NOT EXISTS (SELECT 1 FROM credential x WHERE x.account = c.account AND x.kind = c.kind AND x.id > c.id)
ORDER BY kind;

-- name: account_of_login :one (login blob) -> (id id, password text, active code)
SELECT id, password, active FROM account WHERE login = :login;

-- name: account_get :one (id id) -> (ref blob, org id, unit id?, name blob, active code, leave code?, org_code text,
--   org_name text, org_kind code, unit_code text?, unit_name text?)
SELECT a.ref, a.org, a.unit, a.name, a.active, a.leave, o.code AS org_code, o.name AS org_name, o.kind AS org_kind,
	u.code AS unit_code, u.name AS unit_name
FROM account a JOIN org o ON o.id = a.org LEFT JOIN unit u ON u.id = a.unit WHERE a.id = :id;

-- name: account_password :one (id id) -> (password text)
SELECT password FROM account WHERE id = :id AND active = 1;

-- name: account_password_set :run (id id, password text)
UPDATE account SET password = :password WHERE id = :id;

-- name: account_list :many () -> (id id, ref blob, name blob, active code, org id, org_kind code, org_code text,
--   unit_code text?)
SELECT a.id, a.ref, a.name, a.active, a.org, o.kind AS org_kind, o.code AS org_code, u.code AS unit_code
FROM account a JOIN org o ON o.id = a.org LEFT JOIN unit u ON u.id = a.unit ORDER BY a.org, a.id;

-- Those of an organisation who may sign in.
-- name: account_of_org :many (org id) -> (id id, org id)
SELECT id, org FROM account WHERE org = :org AND active = 1 ORDER BY id;

-- Those of all organisations of a kind.
-- name: account_of_kind :many (kind code) -> (id id)
SELECT a.id FROM org o JOIN account a ON a.org = o.id WHERE o.kind = :kind AND a.active = 1 ORDER BY a.id;

-- Those with a role, whether it still holds or not.
-- name: account_of_role :many (role code) -> (id id, org id)
SELECT a.id, a.org FROM account_role r JOIN account a ON a.id = r.account WHERE r.role = :role AND a.active = 1 ORDER BY a.id;

-- name: account_move :run (id id, unit id?)
UPDATE account SET unit = :unit WHERE id = :id;

-- name: account_close :run (id id, leave code)
UPDATE account SET active = 0, leave = :leave WHERE id = :id AND active = 1;

-- Which second proofs an account has.
-- name: account_factors :many (account id) -> (kind code)
SELECT DISTINCT kind FROM factor WHERE account = :account AND confirmed = 1 ORDER BY kind;

-- Whose files are closed to a unit, but not yet to one account of it.
-- scope: keeper user_move keeps them closed to who leaves the unit
-- name: block_of_unit :many (org id, unit id, account id) -> (person id, org id)
SELECT DISTINCT b.person, b.org FROM barred b WHERE b.target = :org AND b.unit = :unit AND b.void = 0
	AND NOT EXISTS (SELECT 1 FROM barred x WHERE x.supersedes = b.id)
	AND NOT EXISTS (SELECT 1 FROM barred o WHERE o.person = b.person AND o.account = :account AND o.void = 0
		AND NOT EXISTS (SELECT 1 FROM barred x WHERE x.supersedes = o.id))
ORDER BY b.person, b.org;
