-- Files opened for a purpose, and who knows whom.

-- name: opening_add :run (person id, account id, use code, until instant, act id)
INSERT INTO opening (person, account, use, until, act) VALUES (:person, :account, :use, :until, :act);

-- Whether an account recorded a sign of a person, or registered her.
-- name: signal_by_account :one (person id, account id) -> (n int)
SELECT (SELECT COUNT(*) FROM signal s JOIN act a ON a.n = s.act WHERE s.person = :person AND a.actor = :account)
	+ (SELECT COUNT(*) FROM arrival s JOIN act a ON a.n = s.act WHERE s.person = :person AND a.actor = :account) AS n;

-- name: conflict_add :run (person id, account id, act id)
INSERT INTO conflict (person, account, act) VALUES (:person, :account, :act) ON CONFLICT DO NOTHING;

-- name: own_token_add :run (account id, family code, token blob, act id)
INSERT INTO own_token (account, family, token, act) VALUES (:account, :family, :token, :act) ON CONFLICT DO NOTHING;

-- How many people an account has declared: each was one act.
-- name: own_people :one (account id) -> (n int)
SELECT COUNT(DISTINCT act) AS n FROM own_token WHERE account = :account;

-- name: likeness_persons :one (id id) -> (person id, other id)
SELECT person, other FROM likeness WHERE id = :id;
