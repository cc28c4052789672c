-- Questions asked, and their answers.

-- name: screening_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, instrument code, version code, speech code, result code) -> (id id)
INSERT INTO screening (person, org, happened, precision, act, certainty, void, supersedes, ref, instrument, version,
	speech, result)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :instrument, :version,
	:speech, :result)
RETURNING id;

-- name: screening_answer_add :run (screening id, question code, answer code)
INSERT INTO screening_answer (screening, question, answer) VALUES (:screening, :question, :answer);

-- name: screening_newest :one (person id)
--   -> (id id, org id, ref blob, instrument code, speech code, result code, happened day)
SELECT id, org, ref, instrument, speech, result, happened FROM screening s
WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id)
ORDER BY id DESC LIMIT 1;

-- name: screening_answers :many (screening id) -> (question code, answer code)
SELECT question, answer FROM screening_answer WHERE screening = :screening ORDER BY question;
