-- Questions asked, and their answers.

-- name: screening_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, instrument code, version code, speech code, result code) -> (id id)
INSERT INTO screening (person, org, happened, precision, act, certainty, void, supersedes, ref, instrument, version,
	speech, result)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :instrument, :version,
	:speech, :result)
RETURNING id;

-- name: screening_more_add :run (screening id, unit id?, municipality code, asked code, proactive code?, private code?,
--   interpreted code?, adult code?, breaks code?, recorded code?, child code, complete code, judged code?)
INSERT INTO screening_more (screening, unit, municipality, asked, proactive, private, interpreted, adult, breaks, recorded,
	child, complete, judged)
VALUES (:screening, :unit, :municipality, :asked, :proactive, :private, :interpreted, :adult, :breaks, :recorded,
	:child, :complete, :judged);

-- What that worker asked of her with that set and could not finish, and nothing has followed yet.
-- name: screening_unfinished :one (person id, org id, instrument code, actor id) -> (id id)
SELECT s.id FROM screening s JOIN screening_more m ON m.screening = s.id JOIN act a ON a.n = s.act
WHERE s.person = :person AND s.org = :org AND s.instrument = :instrument AND a.actor = :actor AND m.complete = 0
	AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id)
ORDER BY s.id DESC LIMIT 1;

-- name: screening_answer_add :run (screening id, question code, answer code)
INSERT INTO screening_answer (screening, question, answer) VALUES (:screening, :question, :answer);

-- name: screening_value_add :run (screening id, question code, value int)
INSERT INTO screening_value (screening, question, value) VALUES (:screening, :question, :value);

-- name: screening_mark_add :run (screening id, kind code, value code)
INSERT INTO screening_mark (screening, kind, value) VALUES (:screening, :kind, :value);

-- Where the newest sign that stands was seen; before there was one, where she was registered.
-- name: screening_where :one (person id) -> (municipality code)
SELECT w.municipality FROM (
	SELECT s.municipality, s.id, 1 AS rank FROM signal s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT a.municipality, a.id, 0 FROM arrival a
	WHERE a.person = :person AND a.void = 0 AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = a.id)) w
ORDER BY w.rank DESC, w.id DESC LIMIT 1;

-- Everything that was asked of her and stands, newest first.
-- name: screening_of :many (person id) -> (id id, org id, org_name text, ref blob, instrument code, version code,
--   speech code, result code, happened day, asked code?, proactive code?, private code?, interpreted code?, adult code?, breaks code?,
--   recorded code?, complete code?, judged code?, municipality code?)
SELECT s.id, s.org, o.name AS org_name, s.ref, s.instrument, s.version, s.speech, s.result, s.happened, m.asked, m.proactive,
	m.private, m.interpreted, m.adult, m.breaks, m.recorded, m.complete, m.judged, m.municipality
FROM screening s JOIN org o ON o.id = s.org LEFT JOIN screening_more m ON m.screening = s.id
WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id)
ORDER BY s.id DESC LIMIT 200;

-- name: screening_answers :many (screening id) -> (question code, answer code)
SELECT question, answer FROM screening_answer WHERE screening = :screening ORDER BY question;

-- name: screening_values :many (screening id) -> (question code, value int)
SELECT question, value FROM screening_value WHERE screening = :screening ORDER BY question, value;

-- name: screening_marks :many (screening id) -> (kind code, value code)
SELECT kind, value FROM screening_mark WHERE screening = :screening ORDER BY kind, value;

-- The work to ask again, with the adult, is done.
-- name: screening_task_done :run (person id, org id, kind code)
UPDATE task SET done = 1 WHERE person = :person AND org = :org AND kind = :kind AND done = 0;
