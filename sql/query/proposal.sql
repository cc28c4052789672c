-- What needs a second person.

-- name: proposal_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM proposal;

-- name: proposal_insert :run (id id, ref blob, kind code, account id, org id, person id?, other id?, subject id?,
--   detail blob, at instant, until instant, act id)
INSERT INTO proposal (id, ref, kind, account, org, person, other, subject, detail, at, until, act)
VALUES (:id, :ref, :kind, :account, :org, :person, :other, :subject, :detail, :at, :until, :act);

-- A proposal and what became of it (1: nothing yet).
-- name: proposal_get :one (id id) -> (ref blob, kind code, account id, org id, person id?, other id?, subject id?,
--   detail blob, at instant, until instant, state code)
SELECT p.ref, p.kind, p.account, p.org, p.person, p.other, p.subject, p.detail, p.at, p.until,
	COALESCE(e.state, 1) AS state
FROM proposal p LEFT JOIN proposal_end e ON e.proposal = p.id WHERE p.id = :id;

-- Ended, by an account or by itself; who asked is copied, so that the store can compare them.
-- name: proposal_finish :run (id id, state code, account id?, act id)
INSERT INTO proposal_end (proposal, state, asker, account, act)
SELECT p.id, :state, p.account, :account, :act FROM proposal p WHERE p.id = :id;

-- What waits and is not too late, newest first.
-- scope: keeper proposal.c shows each only to who asked and to who may agree
-- name: proposal_waiting :many (now instant) -> (id id)
SELECT p.id FROM proposal p WHERE p.until > :now
	AND NOT EXISTS (SELECT 1 FROM proposal_end e WHERE e.proposal = p.id) ORDER BY p.id DESC;

-- What waits and is of one kind about the same.
-- scope: keeper proposal.c compares a new one with them
-- name: proposal_alike :many (now instant, kind code, person id, other id, subject id) -> (id id)
SELECT p.id FROM proposal p WHERE p.until > :now AND p.kind = :kind AND COALESCE(p.person, 0) = :person
	AND COALESCE(p.other, 0) = :other AND COALESCE(p.subject, 0) = :subject
	AND NOT EXISTS (SELECT 1 FROM proposal_end e WHERE e.proposal = p.id) ORDER BY p.id;

-- What has ended, of an organisation, newest first.
-- scope: keeper proposal.c shows each only to who asked and to who might have agreed
-- name: proposal_ended :many (org id, state code) -> (id id)
SELECT p.id FROM proposal p JOIN proposal_end e ON e.proposal = p.id WHERE p.org = :org AND e.state = :state
ORDER BY p.id DESC LIMIT 100;

-- What nobody agreed to in time.
-- scope: keeper the job that ends them
-- name: proposal_late :many (now instant) -> (id id)
SELECT p.id FROM proposal p WHERE p.until <= :now
	AND NOT EXISTS (SELECT 1 FROM proposal_end e WHERE e.proposal = p.id) ORDER BY p.id;

-- Those of all organisations that work with a person (7: met, supports, decides) who may sign in.
-- name: account_of_person :many (person id) -> (id id, org id)
SELECT a.id, a.org FROM relation r JOIN account a ON a.org = r.org AND a.active = 1
WHERE r.person = :person AND (r.kinds & 7) <> 0 ORDER BY a.id;
