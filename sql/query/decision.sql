-- Presumptions and identification decisions; corrections and retractions are rows of their own.

-- name: decision_put :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, stage code, outcome code, form code, age code?) -> (id id)
INSERT INTO decision (person, org, happened, precision, act, certainty, void, supersedes, ref, stage, outcome, form,
	age)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :stage, :outcome, :form,
	:age)
RETURNING id;

-- What a decision says of the person's age.
-- name: decision_age :one (id id) -> (age code?)
SELECT age FROM decision WHERE id = :id;

-- name: decision_form_add :run (decision id, rank code, form code)
INSERT INTO decision_form (decision, rank, form) VALUES (:decision, :rank, :form);

-- name: decision_form_list :many (decision id) -> (form code)
SELECT form FROM decision_form WHERE decision = :decision ORDER BY rank;

-- The newest row of an organisation about a person at one stage, retraction or not.
-- name: decision_newest :one (person id, org id, stage code) -> (id id, ref blob, voided code)
SELECT id, ref, void AS voided FROM decision WHERE person = :person AND org = :org
	AND stage = :stage ORDER BY id DESC LIMIT 1;

-- A decision of an organisation about a person, by reference, and how many rows supersede it.
-- name: decision_own :one (ref blob, person id, org id, stage code) -> (id id, outcome code, form code, voided code,
--   superseded int)
SELECT d.id, d.outcome, d.form, d.void AS voided,
	(SELECT COUNT(*) FROM decision s WHERE s.supersedes = d.id) AS superseded
FROM decision d WHERE d.ref = :ref AND d.person = :person AND d.org = :org AND d.stage = :stage;

-- What stands about a person, the newest first.
-- name: decision_of_person :many (person id) -> (id id, ref blob, stage code, outcome code, happened day, org_name
--   text)
SELECT d.id, d.ref, d.stage, d.outcome, d.happened, o.name AS org_name FROM decision d JOIN org o ON o.id = d.org
WHERE d.person = :person AND d.void = 0 AND NOT EXISTS (SELECT 1 FROM decision s WHERE s.supersedes = d.id)
ORDER BY d.happened DESC, d.id DESC;

-- The work a decision was.
-- name: decision_task_close :run (org id, person id, kind code)
UPDATE task SET done = 1 WHERE person = :person AND kind = :kind AND org = :org AND done = 0;
