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

-- name: account_role_list :many (account id) -> (role code)
SELECT role FROM account_role WHERE account = :account ORDER BY role;

-- name: account_of_login :one (login blob) -> (id id, password text, active code)
SELECT id, password, active FROM account WHERE login = :login;

-- name: account_get :one (id id) -> (ref blob, org id, unit id?, name blob, active code, org_code text, org_name text,
--   org_kind code, unit_code text?, unit_name text?)
SELECT a.ref, a.org, a.unit, a.name, a.active, o.code AS org_code, o.name AS org_name, o.kind AS org_kind,
	u.code AS unit_code, u.name AS unit_name
FROM account a JOIN org o ON o.id = a.org LEFT JOIN unit u ON u.id = a.unit WHERE a.id = :id;

-- name: account_password :one (id id) -> (password text)
SELECT password FROM account WHERE id = :id AND active = 1;

-- name: account_password_set :run (id id, password text)
UPDATE account SET password = :password WHERE id = :id;

-- name: account_list :many () -> (id id, ref blob, name blob, org_code text, unit_code text?)
SELECT a.id, a.ref, a.name, o.code AS org_code, u.code AS unit_code
FROM account a JOIN org o ON o.id = a.org LEFT JOIN unit u ON u.id = a.unit WHERE a.active = 1 ORDER BY a.id;
