-- Messages that say only that there is work.

-- name: mail_get :one (account id) -> (sealed blob)
SELECT sealed FROM mail_to WHERE account = :account;

-- name: mail_put :run (account id, sealed blob, act id)
INSERT INTO mail_to (account, sealed, act) VALUES (:account, :sealed, :act)
ON CONFLICT (account) DO UPDATE SET sealed = excluded.sealed, act = excluded.act;

-- name: mail_drop :run (account id)
DELETE FROM mail_to WHERE account = :account;

-- name: mail_unwait :run (account id)
DELETE FROM outbox WHERE account = :account AND sent_at IS NULL;

-- When somebody is to be told of a task; nobody ever where nobody wants to.
-- name: mail_first :one () -> (at instant?)
SELECT CASE WHEN EXISTS (SELECT 1 FROM mail_to) THEN (SELECT t.tell_at FROM task t WHERE t.tell_at IS NOT NULL
	ORDER BY t.tell_at, t.id LIMIT 1) END AS at;

-- Tasks that somebody is to be told of.
-- scope: keeper the registry tells those whose work it is
-- name: mail_tell :many (now instant) -> (id id, org id, account id?, holder id?, done code, person id?)
SELECT t.id, t.org, t.account, t.holder, t.done, COALESCE(t.person, f.person, l.person) AS person
FROM task t LEFT JOIN referral f ON f.id = t.referral LEFT JOIN likeness l ON l.id = t.likeness
WHERE t.tell_at IS NOT NULL AND t.tell_at <= :now ORDER BY t.tell_at, t.id LIMIT 200;

-- name: mail_told :run (id id)
UPDATE task SET tell_at = NULL WHERE id = :id;

-- Those of an organisation who want to be told.
-- name: mail_of_org :many (org id) -> (account id, unit id?)
SELECT a.id AS account, a.unit FROM account a JOIN mail_to m ON m.account = a.id WHERE a.org = :org AND a.active = 1 ORDER BY a.id;

-- One message at a time waits for an account, and an hour lies between two.
-- name: outbox_add :run (account id, now instant, gap int)
INSERT INTO outbox (account, at, tries, again)
SELECT :account, COALESCE((SELECT CASE WHEN MAX(o.sent_at) + :gap > :now THEN MAX(o.sent_at) + :gap END FROM outbox o
	WHERE o.account = :account), :now), 0, 0
WHERE NOT EXISTS (SELECT 1 FROM outbox w WHERE w.account = :account AND w.sent_at IS NULL);

-- The one that waits may have been sent a moment ago: another follows it.
-- name: outbox_more :run (account id)
UPDATE outbox SET again = 1 WHERE account = :account AND sent_at IS NULL AND tries > 0;

-- name: outbox_first :one () -> (at instant?)
SELECT MIN(at) AS at FROM outbox WHERE sent_at IS NULL;

-- What the mailer may have now.
-- name: outbox_due :many (now instant) -> (id id, account id, tries int, active code, ref blob, sealed blob?)
SELECT o.id, o.account, o.tries, a.active, a.ref, m.sealed FROM outbox o JOIN account a ON a.id = o.account
	LEFT JOIN mail_to m ON m.account = o.account
WHERE o.sent_at IS NULL AND o.at <= :now ORDER BY o.at, o.id LIMIT 20;

-- name: outbox_lend :run (id id, until instant)
UPDATE outbox SET tries = tries + 1, at = :until WHERE id = :id AND sent_at IS NULL;

-- name: outbox_lent :one (id id) -> (account id, tries int, again code)
SELECT account, tries, again FROM outbox WHERE id = :id AND sent_at IS NULL;

-- name: outbox_later :run (id id, at instant)
UPDATE outbox SET at = :at WHERE id = :id AND sent_at IS NULL;

-- name: outbox_sent :run (id id, now instant)
UPDATE outbox SET sent_at = :now WHERE id = :id AND sent_at IS NULL;

-- name: outbox_old :run (before instant)
DELETE FROM outbox WHERE sent_at IS NOT NULL AND sent_at < :before;
