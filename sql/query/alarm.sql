-- What the log shows that should be looked at (core/alarm.c), and what somebody found out.

-- name: watch_get :one () -> (n int)
SELECT n FROM watch;

-- name: watch_add :run (n int)
INSERT INTO watch (one, n) VALUES (1, :n);

-- name: watch_set :run (n int)
UPDATE watch SET n = :n;

-- When the first entry after row :n was made.
-- name: watch_waits :one (n id) -> (at instant)
SELECT at FROM audit WHERE n > :n ORDER BY n LIMIT 1;

-- name: watch_at :one (n id) -> (at instant)
SELECT at FROM audit WHERE n = :n;

-- Looks that were refused, and looks at names, in a stretch of the log: in the words of the index audit_look, or all is read.
-- scope: keeper the watch reads every look and shows none
-- name: watch_looks :many (first id, upto id) -> (n id, at instant, actor id, org id, person id?, verdict code)
SELECT n, at, actor, org, person, verdict FROM audit
WHERE n >= :first AND n <= :upto AND actor <> 0 AND (verdict IN (3, 4, 6)
	OR (verdict = 1 AND person IS NOT NULL
		AND op IN ('identity_read', 'likeness_read', 'channel_list', 'person_notes', 'person_copy')))
ORDER BY n;

-- Hidden files an account asked for, newest first, before row :before.
-- scope: keeper the watch counts them
-- name: watch_hidden :many (actor id, before id, since instant, count int) -> (n id, at instant, person id?)
SELECT n, at, person FROM audit WHERE actor = :actor AND verdict = 4 AND n < :before AND at > :since
ORDER BY n DESC LIMIT :count;

-- Organisations that looked at a person's name in a stretch of the log.
-- name: watch_eyes :one (person id, first id, upto id) -> (orgs int, looks int, first_n int?)
SELECT COUNT(DISTINCT org) AS orgs, COUNT(*) AS looks, MIN(n) AS first_n FROM audit
WHERE person = :person AND n >= :first AND n <= :upto AND verdict = 1 AND actor <> 0
	AND op IN ('identity_read', 'likeness_read', 'channel_list', 'person_notes', 'person_copy');

-- Whether somebody an account declared as its own has a document, telephone or name with birth of that person's.
-- name: watch_own :one (account id, person id) -> (n int)
SELECT COUNT(*) AS n FROM own_token o JOIN identity_token t ON t.family = o.family AND t.token = o.token
WHERE o.account = :account AND t.person = :person;

-- Files opened in an emergency that nobody looked at in time, and that no alarm tells of.
-- scope: keeper the alarm shows no person
-- name: watch_glass :many (before instant) -> (account id, person id, at instant)
SELECT g.account, g.person, g.at FROM glass g
WHERE g.at <= :before AND NOT EXISTS (SELECT 1 FROM glass_review v WHERE v.glass = g.id)
	AND NOT EXISTS (SELECT 1 FROM alarm a WHERE a.rule = 8 AND a.account = g.account AND a.at >= g.at)
ORDER BY g.id LIMIT 100;

-- name: alarm_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM alarm;

-- The newest alarm of an account and rule, and what was found out.
-- name: alarm_newest :one (account id, rule code) -> (id id, last int, count int, state code?)
SELECT a.id, a.last, a.count, e.state FROM alarm a LEFT JOIN alarm_end e ON e.alarm = a.id
WHERE a.account = :account AND a.rule = :rule ORDER BY a.id DESC LIMIT 1;

-- name: alarm_add :run (id id, ref blob, rule code, account id, at instant, first int, last int, count int)
INSERT INTO alarm (id, ref, rule, account, at, first, last, count)
VALUES (:id, :ref, :rule, :account, :at, :first, :last, :count);

-- It went on while nobody had looked.
-- name: alarm_grow :run (id id, last int, count int)
UPDATE alarm SET last = :last, count = :count WHERE id = :id;

-- name: alarm_person_add :run (alarm id, person id)
INSERT INTO alarm_person (alarm, person) VALUES (:alarm, :person) ON CONFLICT DO NOTHING;

-- name: alarm_person_count :one (alarm id) -> (n int)
SELECT COUNT(*) AS n FROM alarm_person WHERE alarm = :alarm;

-- scope: keeper their references become words that lead nowhere
-- name: alarm_persons :many (alarm id) -> (ref blob)
SELECT p.ref FROM alarm_person a JOIN person p ON p.id = a.person WHERE a.alarm = :alarm ORDER BY p.id LIMIT 50;

-- Newest first.
-- name: alarm_all :many () -> (id id, ref blob, rule code, at instant, count int, account id, account_ref blob?, name blob?,
--   org_name text?, unit_name text?, state code?)
SELECT a.id, a.ref, a.rule, a.at, a.count, a.account, c.ref AS account_ref, c.name, o.name AS org_name,
	u.name AS unit_name, e.state
FROM alarm a LEFT JOIN account c ON c.id = a.account LEFT JOIN org o ON o.id = c.org LEFT JOIN unit u ON u.id = c.unit
	LEFT JOIN alarm_end e ON e.alarm = a.id
ORDER BY a.id DESC LIMIT 1000;

-- name: alarm_by_ref :one (ref blob) -> (id id, account id, state code?)
SELECT a.id, a.account, e.state FROM alarm a LEFT JOIN alarm_end e ON e.alarm = a.id WHERE a.ref = :ref;

-- name: alarm_end_add :run (alarm id, state code, words blob, account id, act id)
INSERT INTO alarm_end (alarm, state, words, account, act) VALUES (:alarm, :state, :words, :account, :act);
