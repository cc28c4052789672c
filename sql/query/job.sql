-- What the registry has to do at a time.

-- name: job_add :run (kind code, due_at instant, referral id?, person id?, entry id?, act id)
INSERT INTO job (kind, due_at, done, referral, person, entry, act)
VALUES (:kind, :due_at, 0, :referral, :person, :entry, :act);

-- The next job that is due.
-- name: job_due :one (now instant) -> (id id, kind code, referral id?, person id?, entry id?, glass id?)
SELECT id, kind, referral, person, entry, glass FROM job WHERE done = 0 AND due_at <= :now ORDER BY due_at, id LIMIT 1;

-- name: job_done :run (id id)
UPDATE job SET done = 1 WHERE id = :id;

-- name: job_first :one () -> (due_at instant)
SELECT due_at FROM job WHERE done = 0 ORDER BY due_at, id LIMIT 1;

-- A referral as the overdue job sees it, and where the person was met.
-- name: job_referral :one (referral id) -> (person id, sender id, state code, municipality code)
SELECT r.person, r.sender, r.state, p.municipality FROM referral_now r JOIN person_now p ON p.person = r.person
WHERE r.referral = :referral;
