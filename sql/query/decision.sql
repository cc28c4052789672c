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

-- The newest row of an organisation about a person at one stage that stands.
-- name: decision_newest :one (person id, org id, stage code) -> (id id, outcome code)
SELECT d.id, d.outcome FROM decision d WHERE d.person = :person AND d.org = :org AND d.stage = :stage AND d.void = 0
	AND NOT EXISTS (SELECT 1 FROM decision s WHERE s.supersedes = d.id) ORDER BY d.id DESC LIMIT 1;

-- One of them, by reference.
-- name: decision_stands :one (ref blob, person id, org id, stage code) -> (id id, outcome code)
SELECT d.id, d.outcome FROM decision d WHERE d.ref = :ref AND d.person = :person AND d.org = :org AND d.stage = :stage
	AND d.void = 0 AND NOT EXISTS (SELECT 1 FROM decision s WHERE s.supersedes = d.id);

-- The newest referral for a decision that its receiver accepted and that still runs, and how much open work of that kind the
-- receiver has about her.
-- name: decision_asked :one (person id, receiver id, purpose code, state code, kind code) -> (id id, tasks int)
SELECT r.id, (SELECT COUNT(*) FROM task t WHERE t.person = :person AND t.kind = :kind AND t.org = :receiver AND t.done = 0)
	AS tasks
FROM referral r JOIN referral_now s ON s.referral = r.id
WHERE r.person = :person AND r.receiver = :receiver AND r.purpose = :purpose AND s.state = :state
ORDER BY r.id DESC LIMIT 1;

-- A decision of an organisation about a person, by reference, and how many rows supersede it.
-- name: decision_own :one (ref blob, person id, org id) -> (id id, stage code, outcome code, form code, voided code,
--   superseded int)
SELECT d.id, d.stage, d.outcome, d.form, d.void AS voided,
	(SELECT COUNT(*) FROM decision s WHERE s.supersedes = d.id) AS superseded
FROM decision d WHERE d.ref = :ref AND d.person = :person AND d.org = :org AND d.stage <> 1;

-- All about a person, the newest first; what was corrected or taken back (`past`) as well. A retraction is no row of its own.
-- name: decision_of_person :many (person id) -> (id id, ref blob, org id, stage code, outcome code, happened day,
--   org_name text, past int, before blob?, review id?)
SELECT d.id, d.ref, d.org, d.stage, d.outcome, d.happened, o.name AS org_name,
	(SELECT COUNT(*) FROM decision s WHERE s.supersedes = d.id) AS past, b.ref AS before,
	(SELECT MAX(v.id) FROM review v WHERE v.decision = d.id AND v.void = 0) AS review
FROM decision d JOIN org o ON o.id = d.org LEFT JOIN decision b ON b.id = d.supersedes
WHERE d.person = :person AND d.void = 0 ORDER BY d.happened DESC, d.id DESC;

-- What stands at a stage, by whomever: the newest day, then the newest row.
-- name: decision_standing :one (person id, stage code) -> (id id, outcome code)
SELECT d.id, d.outcome FROM decision d WHERE d.person = :person AND d.stage = :stage AND d.void = 0
	AND NOT EXISTS (SELECT 1 FROM decision s WHERE s.supersedes = d.id)
ORDER BY d.happened DESC, d.id DESC LIMIT 1;

-- How often the account has recorded a sign of the person, on whichever record of hers, or asked for the decision.
-- name: decision_own_hand :one (person id, account id) -> (n int)
SELECT (SELECT COUNT(*) FROM signal s JOIN act a ON a.n = s.act WHERE a.actor = :account
		AND s.person IN (SELECT x.id FROM person x WHERE x.id = :person
			UNION SELECT t.person FROM same_person r JOIN same_person t ON t.first = r.first WHERE r.person = :person))
	+ (SELECT COUNT(*) FROM referral f JOIN act a ON a.n = f.act WHERE a.actor = :account AND f.purpose = 2
		AND f.person IN (SELECT x.id FROM person x WHERE x.id = :person
			UNION SELECT t.person FROM same_person r JOIN same_person t ON t.first = r.first WHERE r.person = :person)) AS n;

-- A decision by reference, whoever made it, and by which account.
-- name: decision_any :one (ref blob, person id) -> (id id, org id, stage code, outcome code, voided code, superseded int,
--   account id)
SELECT d.id, d.org, d.stage, d.outcome, d.void AS voided,
	(SELECT COUNT(*) FROM decision s WHERE s.supersedes = d.id) AS superseded, a.actor AS account
FROM decision d JOIN act a ON a.n = d.act WHERE d.ref = :ref AND d.person = :person;

-- name: decision_before :one (id id) -> (supersedes id?)
SELECT supersedes FROM decision WHERE id = :id;

-- The wish to look at a decision again that nobody has answered, and who made that decision.
-- name: review_open :one (decision id) -> (id id, account id)
SELECT v.id, a.actor AS account FROM review v JOIN decision d ON d.id = v.decision JOIN act a ON a.n = d.act
WHERE v.decision = :decision AND v.void = 0 AND NOT EXISTS (SELECT 1 FROM decision s WHERE s.supersedes = d.id)
ORDER BY v.id LIMIT 1;

-- Every wish about what a body decided at one stage: whether it waits (REVIEW_*), and how much open work there is of it. It waits while
-- what it is about stands; and again once its answer was taken back, until the body decides anew.
-- name: review_stand :many (person id, org id, stage code, after id) -> (id id, account id, waits int, tasks int)
SELECT v.id, a.actor AS account,
	CASE WHEN s.id IS NULL THEN 1 WHEN s.void = 0 AND NOT EXISTS (SELECT 1 FROM decision n WHERE n.person = :person
		AND n.org = :org AND n.stage = :stage AND n.void = 0 AND n.act > v.act
		AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.supersedes = n.id)) THEN 2 ELSE 0 END AS waits,
	(SELECT COUNT(*) FROM task t WHERE t.review = v.id AND t.done = 0) AS tasks
FROM review v JOIN decision d ON d.id = v.decision JOIN act a ON a.n = d.act LEFT JOIN decision s ON s.supersedes = d.id
WHERE v.person = :person AND d.org = :org AND d.stage = :stage AND v.void = 0 AND v.id > :after
ORDER BY v.id LIMIT 64;

-- name: review_get :one (id id) -> (ref blob, asked_by code)
SELECT ref, asked_by FROM review WHERE id = :id;

-- name: review_put :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, decision id, asked_by code) -> (id id)
INSERT INTO review (person, org, happened, precision, act, certainty, void, supersedes, ref, decision, asked_by)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :decision, :asked_by)
RETURNING id;

-- The work a decision was.
-- name: decision_task_close :run (org id, person id, kind code)
UPDATE task SET done = 1 WHERE person = :person AND kind = :kind AND org = :org AND done = 0;
