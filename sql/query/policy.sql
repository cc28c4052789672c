-- Changes of the policy at run time.

-- Every change there was, oldest first: the newest of a role and capability stands.
-- name: policy_rules :many () -> (role code, capability text, allowed code)
SELECT role, capability, allowed FROM policy_rule ORDER BY id;

-- name: policy_rule_add :run (role code, capability text, allowed code, proposal blob, act id)
INSERT INTO policy_rule (role, capability, allowed, proposal, act)
VALUES (:role, :capability, :allowed, :proposal, :act);

-- Newest first.
-- name: policy_rule_history :many () -> (at instant, role code, capability text, allowed code, proposal blob)
SELECT a.at, r.role, r.capability, r.allowed, r.proposal FROM policy_rule r JOIN act a ON a.n = r.act
ORDER BY r.id DESC LIMIT 1000;

-- Whoever may sign in and what for today: a row an account and role.
-- name: policy_holders :many (today day) -> (account id, org_kind code, role code)
SELECT a.id AS account, o.kind AS org_kind, r.role
FROM account a JOIN org o ON o.id = a.org JOIN account_role r ON r.account = a.id
WHERE a.active = 1 AND (r.until IS NULL OR r.until >= :today) ORDER BY a.id, r.role;
