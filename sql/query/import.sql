-- Files being brought in, the rows that wait, and what each row of an organisation's lists made.

-- name: import_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM import;

-- name: import_put :run (id id, ref blob, org id, account id, roles int, kind text, file blob, whole code, state code,
--   row_count int, act id)
INSERT INTO import (id, ref, org, account, roles, kind, file, whole, state, row_count, staged, tried, done, added,
	changed,
	same, bad, act)
VALUES (:id, :ref, :org, :account, :roles, :kind, :file, :whole, :state, :row_count, 0, 0, 0, 0, 0, 0, 0, :act);

-- How many imports of an organisation wait for their rows.
-- name: import_waiting :one (org id, state code) -> (n int)
SELECT COUNT(*) AS n FROM import WHERE org = :org AND state = :state;

-- name: import_by_ref :one (ref blob, org id) -> (id id, ref blob, org id, account id, roles int, kind text, whole
--   code, state code, row_count int, staged int, tried int, done int, added int, changed int, same int, bad int)
SELECT id, ref, org, account, roles, kind, whole, state, row_count, staged, tried, done, added, changed, same, bad
FROM import WHERE ref = :ref AND org = :org;

-- The oldest import that is being tried (2) or written (3).
-- name: import_active :one () -> (id id, ref blob, org id, account id, roles int, kind text, whole code, state code,
--   row_count int, staged int, tried int, done int, added int, changed int, same int, bad int)
SELECT id, ref, org, account, roles, kind, whole, state, row_count, staged, tried, done, added, changed, same, bad
FROM import WHERE state IN (2, 3) ORDER BY id LIMIT 1;

-- name: import_of_org :many (org id) -> (ref blob, kind text, state code, row_count int, tried int, done int, added
--   int, changed int, same int, bad int, at instant)
SELECT i.ref, i.kind, i.state, i.row_count, i.tried, i.done, i.added, i.changed, i.same, i.bad, a.at
FROM import i JOIN act a ON a.n = i.act WHERE i.org = :org ORDER BY i.id DESC LIMIT 100;

-- name: import_set :run (id id, state code, staged int, tried int, done int, added int, changed int, same int, bad int)
UPDATE import SET state = :state, staged = :staged, tried = :tried, done = :done, added = :added, changed = :changed,
	same = :same, bad = :bad
WHERE id = :id;

-- Lists begun before a time and never started (1): nobody will, and their rows, sealed as they are, name people.
-- name: import_expire :run (before instant)
UPDATE import SET state = 6 WHERE state = 1 AND (SELECT a.at FROM act a WHERE a.n = import.act) < :before;

-- name: import_part_put :run (import id, part int, row_count int, sealed blob)
INSERT INTO import_part (import, part, row_count, sealed) VALUES (:import, :part, :row_count, :sealed);

-- name: import_part_at :one (import id, part int) -> (row_count int, sealed blob)
SELECT row_count, sealed FROM import_part WHERE import = :import AND part = :part;

-- name: import_part_drop :run (import id, part int)
DELETE FROM import_part WHERE import = :import AND part = :part;

-- Rows left of imports that are done (4), refused (5) or stopped (6).
-- name: import_part_left :many () -> (import id, part int)
SELECT p.import, p.part FROM import i JOIN import_part p ON p.import = i.id WHERE i.state IN (4, 5, 6) LIMIT 40;

-- name: import_error_put :run (import id, place int, line int, field text?, rule text)
INSERT INTO import_error (import, place, line, field, rule) VALUES (:import, :place, :line, :field, :rule);

-- name: import_errors :many (import id) -> (line int, field text?, rule text)
SELECT line, field, rule FROM import_error WHERE import = :import ORDER BY place;

-- A row of an organisation's lists by its mark.
-- name: source_get :one (org id, kind text, mark blob) -> (id id, digest blob, person id?)
SELECT id, digest, person FROM source WHERE org = :org AND kind = :kind AND mark = :mark;

-- name: source_put :one (org id, kind text, mark blob, digest blob, person id?) -> (id id)
INSERT INTO source (org, kind, mark, digest, person) VALUES (:org, :kind, :mark, :digest, :person) RETURNING id;

-- name: source_set :run (id id, digest blob, person id?)
UPDATE source SET digest = :digest, person = :person WHERE id = :id;

-- What a row made, call by call.
-- name: source_facts :many (source id) -> (place code, kind code, fact id, digest blob)
SELECT place, kind, fact, digest FROM source_fact WHERE source = :source ORDER BY place;

-- name: source_fact_put :run (source id, place code, kind code, fact id, digest blob)
INSERT INTO source_fact (source, place, kind, fact, digest) VALUES (:source, :place, :kind, :fact, :digest)
ON CONFLICT (source, place) DO UPDATE SET kind = excluded.kind, fact = excluded.fact, digest = excluded.digest;

-- name: source_fact_drop :run (source id, place code)
DELETE FROM source_fact WHERE source = :source AND place = :place;
