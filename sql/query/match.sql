-- Records of names compared with all others (core/match.h).

-- scope: keeper opens names to compare them; what is found names nobody
-- name: match_after :many (after id, count int) -> (id id, person id, org id, voided code, supersedes id?, sealed blob)
SELECT id, person, org, void AS voided, supersedes, sealed FROM identity WHERE id > :after ORDER BY id LIMIT :count;

-- scope: keeper opens names to compare them; what is found names nobody
-- name: match_standing :many (after id, count int) -> (id id, person id, org id, voided code, supersedes id?, sealed blob)
SELECT i.id, i.person, i.org, i.void AS voided, i.supersedes, i.sealed FROM identity i WHERE i.id > :after AND i.void = 0
	AND NOT EXISTS (SELECT 1 FROM identity x WHERE x.supersedes = i.id)
ORDER BY i.id LIMIT :count;

-- name: match_mark_get :one () -> (newest id, mark id?)
SELECT COALESCE(MAX(id), 0) AS newest, (SELECT identity FROM match_mark WHERE one = 1) AS mark FROM identity;

-- name: match_mark_put :run (identity id)
INSERT INTO match_mark (one, identity) VALUES (1, :identity) ON CONFLICT (one) DO UPDATE SET identity = :identity;

-- name: match_run_open :one () -> (id id, state code)
SELECT id, state FROM match_run WHERE state IN (1, 2) ORDER BY id LIMIT 1;

-- name: match_run_last :one () -> (started instant)
SELECT started FROM match_run ORDER BY id DESC LIMIT 1;

-- name: match_run_add :one (now instant) -> (id id)
INSERT INTO match_run (started, state, done, parts) VALUES (:now, 1, 0, 1) RETURNING id;

-- name: match_run_set :run (id id, state code, done int, parts int)
UPDATE match_run SET state = :state, done = :done, parts = :parts WHERE id = :id AND state IN (1, 2);

-- name: match_run_state :one (id id) -> (state code)
SELECT state FROM match_run WHERE id = :id;

-- name: match_run_end :run (id id, state code, now instant, records int?, pairs int?, kib int?, model text?)
UPDATE match_run SET state = :state, ended = :now, done = parts, records = :records, pairs = :pairs, kib = :kib, model = :model
WHERE id = :id AND state IN (1, 2);

-- name: match_runs :many () -> (started instant, ended instant?, state code, done int, parts int, records int?, pairs int?,
--   kib int?, model text?, aside int)
SELECT started, ended, state, done, parts, records, pairs, kib, model, aside FROM match_run ORDER BY id DESC LIMIT 40;

-- name: match_run_aside :run (aside int)
UPDATE match_run SET aside = :aside WHERE id = (SELECT MAX(id) FROM match_run);

-- name: match_run_tidy :run (before id)
DELETE FROM match_run WHERE id < :before AND state NOT IN (1, 2);
