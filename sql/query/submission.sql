-- What was sent in and has not become records yet.

-- name: submission_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM submission;

-- name: submission_add :run (id id, ref blob, org id, account id, form text, version text, instance blob, hash blob,
--   state code, at instant, key blob, kept blob, act id)
INSERT INTO submission (id, ref, org, account, form, version, instance, hash, state, at, key, kept, act)
VALUES (:id, :ref, :org, :account, :form, :version, :instance, :hash, :state, :at, :key, :kept, :act);

-- name: submission_by_instance :one (org id, instance blob) -> (id id, ref blob, account id, form text, version text,
--   hash blob, state code, turner id?, person id?, key blob?, kept blob?)
SELECT id, ref, account, form, version, hash, state, turner, person, key, kept FROM submission
WHERE org = :org AND instance = :instance;

-- name: submission_by_ref :one (org id, ref blob) -> (id id, ref blob, account id, form text, version text, hash blob,
--   state code, at instant, turner id?, person id?, why text?, why_field text?, key blob?, kept blob?)
SELECT id, ref, account, form, version, hash, state, at, turner, person, why, why_field, key, kept FROM submission
WHERE org = :org AND ref = :ref;

-- What an account has sent in since.
-- name: submission_quota :one (account id, since instant, upto instant) -> (n int)
SELECT CAST(COALESCE(SUM(f.done_n), 0) AS BIGINT) AS n FROM submission s JOIN submission_file f ON f.submission = s.id
WHERE s.account = :account AND s.at BETWEEN :since AND :upto;

-- name: submission_state_set :run (id id, state code)
UPDATE submission SET state = :state WHERE id = :id;

-- name: submission_turner_set :run (id id, state code, turner id)
UPDATE submission SET state = :state, turner = :turner WHERE id = :id;

-- name: submission_why_set :run (id id, state code, person id?, why text, why_field text?)
UPDATE submission SET state = :state, person = :person, why = :why, why_field = :why_field WHERE id = :id;

-- It stays as it came: the organisation alone can read it from now on.
-- name: submission_shut :run (id id)
UPDATE submission SET kept = NULL WHERE id = :id;

-- Nothing of it is needed any more.
-- name: submission_end :run (id id, state code, person id?)
UPDATE submission SET state = :state, person = :person, key = NULL, kept = NULL WHERE id = :id;

-- name: submission_own :many (scope_org id, after id) -> (id id, ref blob, form text, version text, state code, at instant,
--   person id?, why text?, why_field text?)
SELECT s.id, s.ref, s.form, s.version, s.state, s.at, s.person, s.why, s.why_field
FROM submission s LEFT JOIN relation r ON r.person = s.person AND r.org = :scope_org
WHERE s.org = :scope_org AND s.state < 5 AND s.id < :after AND (s.person IS NULL OR r.kinds > 0) ORDER BY s.id DESC LIMIT 200;

-- name: submission_file_add :run (submission id, place code, token blob, name blob, bytes_n int?)
INSERT INTO submission_file (submission, place, token, name, bytes_n, done_n)
VALUES (:submission, :place, :token, :name, :bytes_n, 0);

-- name: submission_file_get :one (submission id, token blob) -> (place code, bytes_n int?, done_n int, parts int)
SELECT place, bytes_n, done_n, (SELECT COUNT(*) FROM submission_part p WHERE p.submission = f.submission
	AND p.place = f.place) AS parts
FROM submission_file f WHERE submission = :submission AND token = :token;

-- name: submission_file_set :run (submission id, place code, bytes_n int, done_n int)
UPDATE submission_file SET bytes_n = :bytes_n, done_n = :done_n WHERE submission = :submission AND place = :place;

-- name: submission_file_rename :run (submission id, place code, token blob, name blob)
UPDATE submission_file SET token = :token, name = :name WHERE submission = :submission AND place = :place;

-- name: submission_file_list :many (submission id) -> (place code, name blob, bytes_n int?, done_n int)
SELECT place, name, bytes_n, done_n FROM submission_file WHERE submission = :submission ORDER BY place;

-- name: submission_file_count :one (submission id) -> (n int, bytes int, missing int)
SELECT COUNT(*) AS n, CAST(COALESCE(SUM(done_n), 0) AS BIGINT) AS bytes, CAST(COALESCE(SUM(CASE WHEN bytes_n IS NULL OR done_n < bytes_n THEN 1 ELSE 0 END), 0) AS BIGINT)
	AS missing
FROM submission_file WHERE submission = :submission;

-- name: submission_part_add :run (submission id, place code, part code, sealed blob)
INSERT INTO submission_part (submission, place, part, sealed) VALUES (:submission, :place, :part, :sealed);

-- name: submission_part_list :many (submission id, place code) -> (part code, sealed blob)
SELECT part, sealed FROM submission_part WHERE submission = :submission AND place = :place ORDER BY part;

-- name: submission_part_drop :run (submission id, place code)
DELETE FROM submission_part WHERE submission = :submission AND place = :place;

-- name: submission_parts_drop :run (submission id)
DELETE FROM submission_part WHERE submission = :submission;

-- name: submission_files_drop :run (submission id)
DELETE FROM submission_file WHERE submission = :submission;

-- name: submission_remove :run (id id)
DELETE FROM submission WHERE id = :id;

-- What did not come whole in its time stays as it came, and is closed.
-- name: submission_past :run (before instant, state code, why text)
UPDATE submission SET state = :state, why = :why, kept = NULL WHERE state < :state AND at < :before;

-- What is left of answers about somebody who was erased can be opened no more.
-- name: erase_submissions :run (person id)
UPDATE submission SET key = NULL, kept = NULL, why = NULL, why_field = NULL WHERE person = :person;

-- How many sets of answers an organisation has, by form and version, and how many of them nobody has finished.
-- name: submission_counts :many (org id) -> (form text, version text, n int, waiting int)
SELECT s.form, s.version, COUNT(*) AS n, CAST(SUM(CASE WHEN s.state = 4 THEN 1 ELSE 0 END) AS BIGINT) AS waiting
FROM submission s WHERE s.org = :org GROUP BY s.form, s.version ORDER BY s.form, s.version;
