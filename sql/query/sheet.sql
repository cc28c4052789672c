-- Sheets: the records of a person's file that the profile defines.

-- name: sheet_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, kind code, unit id?, account id?, beside id?, unseen_org id?, unseen_unit id?) -> (id id)
INSERT INTO sheet (person, org, happened, precision, act, certainty, void, supersedes, ref, kind, unit, account, beside,
	unseen_org, unseen_unit)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :kind, :unit, :account,
	:beside, :unseen_org, :unseen_unit) RETURNING id;

-- name: sheet_value_add :run (sheet id, field code, rank code, amount int?, words text?)
INSERT INTO sheet_value (sheet, field, rank, amount, words) VALUES (:sheet, :field, :rank, :amount, :words);

-- name: sheet_value_list :many (sheet id) -> (field code, rank code, amount int?, words text?)
SELECT field, rank, amount, words FROM sheet_value WHERE sheet = :sheet ORDER BY field, rank;

-- name: sheet_settle :run (sheet id, settler id, act id)
INSERT INTO sheet_settled (sheet, settler, act) VALUES (:sheet, :settler, :act);

-- The rows of one sheet about one person, newest first, and what became of each.
-- name: sheet_rows :many (person id, kind code) -> (id id, ref blob, kind code, org id, org_code text, org_name text, happened day,
--   precision code, at instant, voided code, supersedes id?, beside id?, settler id?, unseen_org id?, unseen_unit id?)
SELECT s.id, s.ref, s.kind, s.org, o.code AS org_code, o.name AS org_name, s.happened, s.precision, a.at, s.void AS voided, s.supersedes,
	s.beside, t.settler, s.unseen_org, s.unseen_unit
FROM sheet s JOIN act a ON a.n = s.act JOIN org o ON o.id = s.org LEFT JOIN sheet_settled t ON t.sheet = s.id
WHERE s.person = :person AND s.kind = :kind ORDER BY s.id DESC LIMIT 5000;

-- The same of all her sheets.
-- name: sheet_rows_all :many (person id) -> (id id, ref blob, kind code, org id, org_code text, org_name text, happened day,
--   precision code, at instant, voided code, supersedes id?, beside id?, settler id?, unseen_org id?, unseen_unit id?)
SELECT s.id, s.ref, s.kind, s.org, o.code AS org_code, o.name AS org_name, s.happened, s.precision, a.at, s.void AS voided, s.supersedes,
	s.beside, t.settler, s.unseen_org, s.unseen_unit
FROM sheet s JOIN act a ON a.n = s.act JOIN org o ON o.id = s.org LEFT JOIN sheet_settled t ON t.sheet = s.id
WHERE s.person = :person ORDER BY s.id DESC LIMIT 5000;

-- name: sheet_by_ref :one (ref blob, person id) -> (id id, kind code)
SELECT id, kind FROM sheet WHERE ref = :ref AND person = :person;

-- name: sheet_get :one (id id) -> (person id, kind code, happened day)
SELECT person, kind, happened FROM sheet WHERE id = :id;

-- The row a job is about: `gone` where it stands no more.
-- name: sheet_of_job :one (job id) -> (sheet id, person id, org id, kind code, due_at instant, gone code)
SELECT s.id AS sheet, s.person, s.org, s.kind, j.due_at, CASE WHEN s.void = 1
	OR EXISTS (SELECT 1 FROM sheet x WHERE x.supersedes = s.id)
	OR EXISTS (SELECT 1 FROM sheet_settled t WHERE t.sheet = s.id) THEN 1 ELSE 0 END AS gone
FROM job j JOIN sheet s ON s.id = j.sheet WHERE j.id = :job;

-- A job about a row.
-- name: sheet_job_add :run (kind code, due_at instant, person id, sheet id, act id)
INSERT INTO job (kind, due_at, done, person, sheet, act) VALUES (:kind, :due_at, 0, :person, :sheet, :act);

-- The work of one kind that a row brought is done with.
-- name: sheet_task_done :run (sheet id, kind code)
UPDATE task SET done = 1 WHERE sheet = :sheet AND kind = :kind AND done = 0;

-- The work of looking how she is (7), brought by rows of one sheet, once an organisation has looked.
-- name: sheet_follow_done :run (person id, org id, kind code)
UPDATE task SET done = 1 WHERE person = :person AND org = :org AND kind = 7 AND done = 0
	AND sheet IN (SELECT s.id FROM sheet s WHERE s.person = :person AND s.kind = :kind);
