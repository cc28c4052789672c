-- Files opened in an emergency.

-- How often an account asked since then, how often it was let in (a row an act), and how many of its openings from
-- before `before` nobody has looked at.
-- name: glass_quota :one (account id, since instant, before instant) -> (tries int, opened int, waiting int)
SELECT (SELECT COUNT(*) FROM glass_try t WHERE t.account = :account AND t.at > :since) AS tries,
	(SELECT COUNT(DISTINCT g.act) FROM glass g WHERE g.account = :account AND g.at > :since) AS opened,
	(SELECT COUNT(*) FROM glass g WHERE g.account = :account AND g.at <= :before
		AND NOT EXISTS (SELECT 1 FROM glass_review v WHERE v.glass = g.id)) AS waiting;

-- name: glass_try_add :run (account id, at instant, act id)
INSERT INTO glass_try (account, at, act) VALUES (:account, :at, :act);

-- name: glass_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM glass;

-- name: glass_add :run (id id, ref blob, person id, account id, org id, unit id?, why code, words blob, at instant,
--   until instant, act id)
INSERT INTO glass (id, ref, person, account, org, unit, why, words, at, until, act)
VALUES (:id, :ref, :person, :account, :org, :unit, :why, :words, :at, :until, :act);

-- Somebody, for work that is undone again.
-- name: person_any :one () -> (id id)
SELECT COALESCE(MAX(id), 0) AS id FROM person;

-- name: glass_task_add :run (ref blob, org id, kind code, due_at instant, glass id, act id)
INSERT INTO task (ref, org, kind, due_at, done, glass, act) VALUES (:ref, :org, :kind, :due_at, 0, :glass, :act);

-- name: glass_task_done :run (glass id)
UPDATE task SET done = 1 WHERE glass = :glass AND done = 0;

-- name: glass_job_add :run (kind code, due_at instant, glass id, act id)
INSERT INTO job (kind, due_at, done, glass, act) VALUES (:kind, :due_at, 0, :glass, :act);

-- Organisations of a kind, by row number.
-- name: org_ids_of_kind :many (kind code) -> (id id)
SELECT id FROM org WHERE kind = :kind ORDER BY id;

-- scope: keeper whoever reviews for the organisation is shown no person
-- name: glass_of_org :many (scope_org id) -> (id id, ref blob, account id, org id, unit id?, units int, why code, at instant,
--   until instant, unit_name text?, justified code?)
SELECT g.id, g.ref, g.account, g.org, g.unit, (SELECT COUNT(*) FROM unit x WHERE x.org = g.org) AS units, g.why, g.at,
	g.until, u.name AS unit_name, v.justified
FROM glass g LEFT JOIN unit u ON u.id = g.unit LEFT JOIN glass_review v ON v.glass = g.id
WHERE g.org = :scope_org ORDER BY g.id DESC LIMIT 200;

-- The same, of all organisations.
-- scope: keeper an oversight body sees every emergency, and no person
-- name: glass_of_all :many () -> (id id, ref blob, account id, org id, unit id?, units int, why code, at instant,
--   until instant, unit_name text?, justified code?)
SELECT g.id, g.ref, g.account, g.org, g.unit, (SELECT COUNT(*) FROM unit x WHERE x.org = g.org) AS units, g.why, g.at,
	g.until, u.name AS unit_name, v.justified
FROM glass g LEFT JOIN unit u ON u.id = g.unit LEFT JOIN glass_review v ON v.glass = g.id
ORDER BY g.id DESC LIMIT 200;

-- One, with whom it was about and how often the account looked while it was open.
-- name: glass_get :one (id id) -> (ref blob, person id, person_ref blob, account id, why code, words blob, at instant,
--   until instant, unit_name text?, justified code?, looks int)
SELECT g.ref, g.person, p.ref AS person_ref, g.account, g.why, g.words, g.at, g.until, u.name AS unit_name, v.justified,
	(SELECT COUNT(*) FROM audit a WHERE a.person = g.person AND a.actor = g.account AND a.at >= g.at AND a.at < g.until)
		AS looks
FROM glass g JOIN person p ON p.id = g.person LEFT JOIN unit u ON u.id = g.unit LEFT JOIN glass_review v ON v.glass = g.id
WHERE g.id = :id;

-- name: glass_review_add :run (glass id, account id, justified code, words blob, act id)
INSERT INTO glass_review (glass, account, justified, words, act) VALUES (:glass, :account, :justified, :words, :act);

-- name: glass_reviewed :one (glass id) -> (n int)
SELECT COUNT(*) AS n FROM glass_review WHERE glass = :glass;
