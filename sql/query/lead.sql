-- Signals, and what the triage desk makes of them. None is about a person until the desk says so.

-- What the gate needs to know of a signal: the desk, and to whom it is being handed.
-- name: on_lead :one (ref blob) -> (id id, desk id, state code, org id?)
SELECT l.id, l.desk, s.state, s.org FROM lead l JOIN lead_step s ON s.lead = l.id
WHERE l.ref = :ref AND NOT EXISTS (SELECT 1 FROM lead_step n WHERE n.lead = l.id AND n.id > s.id);

-- name: lead_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM lead;

-- name: lead_add :run (id id, ref blob, desk id, org id?, source code, municipality code?, happened day?, speech code, danger code,
--   receipt blob, public blob, at instant, due_at instant, act id)
INSERT INTO lead (id, ref, desk, org, source, municipality, happened, speech, danger, receipt, public, at, due_at, act)
VALUES (:id, :ref, :desk, :org, :source, :municipality, :happened, :speech, :danger, :receipt, :public, :at, :due_at, :act);

-- name: lead_line_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM lead_line;

-- name: lead_line_add :run (id id, lead id, kind code, words blob, desk_key blob, receipt_key blob?, at instant, act id)
INSERT INTO lead_line (id, lead, kind, words, desk_key, receipt_key, at, act)
VALUES (:id, :lead, :kind, :words, :desk_key, :receipt_key, :at, :act);

-- name: lead_step_add :run (lead id, state code, outcome code?, topic code?, org id?, person id?, account id?, at instant, act id)
INSERT INTO lead_step (lead, state, outcome, topic, org, person, account, at, act)
VALUES (:lead, :state, :outcome, :topic, :org, :person, :account, :at, :act);

-- name: lead_get :one (id id) -> (ref blob, desk id, desk_name text, from_name text?, source code, municipality code?,
--   happened day?, speech code, danger code, public blob, at instant, due_at instant)
SELECT l.ref, l.desk, d.name AS desk_name, o.name AS from_name, l.source, l.municipality, l.happened, l.speech, l.danger, l.public,
	l.at, l.due_at
FROM lead l JOIN org d ON d.id = l.desk LEFT JOIN org o ON o.id = l.org WHERE l.id = :id;

-- How a signal stands.
-- name: lead_stands :one (lead id) -> (state code, outcome code?, topic code?, org id?, org_name text?, person id?, account id?,
--   at instant)
SELECT s.state, s.outcome, s.topic, s.org, o.name AS org_name, s.person, s.account, s.at
FROM lead_step s LEFT JOIN org o ON o.id = s.org WHERE s.lead = :lead ORDER BY s.id DESC LIMIT 1;

-- What the words of a receipt lead to.
-- name: lead_by_receipt :one (receipt blob) -> (id id)
SELECT id FROM lead WHERE receipt = :receipt;

-- name: lead_lines :many (lead id) -> (id id, kind code, words blob?, desk_key blob?, other_key blob?, receipt_key blob?, at instant)
SELECT id, kind, words, desk_key, other_key, receipt_key, at FROM lead_line WHERE lead = :lead ORDER BY id;

-- name: lead_line_count :one (lead id, kind code) -> (n int)
SELECT COUNT(*) AS n FROM lead_line WHERE lead = :lead AND kind = :kind;

-- The key of a line, for the organisation it is handed to.
-- name: lead_line_hand :run (id id, other_key blob?)
UPDATE lead_line SET other_key = :other_key WHERE id = :id;

-- The words of a signal go, and their keys: all of them, or all but the answers (4) to who sent it.
-- name: lead_words_drop :run (lead id, answers code)
UPDATE lead_line SET words = NULL, desk_key = NULL, other_key = NULL, receipt_key = NULL
WHERE lead = :lead AND words IS NOT NULL AND (kind <> 4 OR :answers = 1);

-- The signals of a desk, and those that are being handed to an organisation: what waits first, danger before the rest and the
-- oldest before the newest, so that no flood hides what came before it; then what is done, newest first.
-- scope: keeper signals to the organisation alone, and no person
-- name: lead_all :many (org id) -> (id id, ref blob, desk id, source code, municipality code?, speech code, danger code, at instant,
--   due_at instant, state code, outcome code?, topic code?, from_name text?, account id?)
SELECT l.id, l.ref, l.desk, l.source, l.municipality, l.speech, l.danger, l.at, l.due_at, s.state, s.outcome, s.topic,
	o.name AS from_name, s.account
FROM lead l JOIN lead_step s ON s.lead = l.id LEFT JOIN org o ON o.id = l.org
WHERE (l.desk = :org OR (s.org = :org AND s.state = 3))
	AND NOT EXISTS (SELECT 1 FROM lead_step n WHERE n.lead = l.id AND n.id > s.id)
ORDER BY CASE WHEN s.state IN (4, 5) THEN 1 ELSE 0 END, CASE WHEN s.state IN (4, 5) THEN 0 ELSE l.danger END DESC,
	CASE WHEN s.state IN (4, 5) THEN -l.id ELSE l.id END LIMIT 300;

-- What a desk made of the signals of a time: counted, also where the words are gone.
-- name: lead_counts :many (org id, from_at instant, until_at instant) -> (outcome code?, topic code?, n int)
SELECT s.outcome, s.topic, COUNT(*) AS n FROM lead l JOIN lead_step s ON s.lead = l.id
WHERE l.desk = :org AND l.at >= :from_at AND l.at < :until_at AND NOT EXISTS (SELECT 1 FROM lead_step n WHERE n.lead = l.id AND n.id > s.id)
GROUP BY s.outcome, s.topic ORDER BY s.outcome, s.topic;

-- Signals nobody has in hand though their time has come, and those handed over (3) `span` ago that nobody said they have; how
-- often that was told of since: two times is all.
-- scope: keeper the timer's own, and no person
-- name: lead_waiting :many (now instant, span instant, kind code) -> (id id, desk id, municipality code?, danger code, at instant,
--   due_at instant, told int)
SELECT id, desk, municipality, danger, at, due_at, told
FROM (SELECT l.id, l.desk, l.municipality, l.danger, CASE WHEN s.state = 1 THEN l.at ELSE s.at END AS at,
		CASE WHEN s.state = 1 THEN l.due_at ELSE s.at + :span END AS due_at,
		(SELECT COUNT(*) FROM task t WHERE t.lead = l.id AND t.kind = :kind AND t.org = l.desk AND t.act > s.act) AS told
	FROM lead l JOIN lead_step s ON s.lead = l.id
	WHERE s.state IN (1, 3) AND NOT EXISTS (SELECT 1 FROM lead_step n WHERE n.lead = l.id AND n.id > s.id)) w
WHERE due_at <= :now AND told < 2 AND (told = 0 OR due_at + (due_at - at) / 2 <= :now) ORDER BY danger DESC, id LIMIT 200;

-- How many signals of nobody's account nobody has looked at, counted to a ceiling.
-- name: lead_unseen :one (ceiling int) -> (n int)
SELECT COUNT(*) AS n FROM (SELECT 1 FROM lead l JOIN lead_step s ON s.lead = l.id
	WHERE l.org IS NULL AND s.state = 1 AND NOT EXISTS (SELECT 1 FROM lead_step n WHERE n.lead = l.id AND n.id > s.id)
	LIMIT :ceiling) q;

-- Signals that were done with before an instant, or came before another whatever became of them, and still have words.
-- scope: keeper the timer's own, and no person
-- name: lead_past :many (before instant, long_before instant) -> (id id)
SELECT l.id FROM lead l JOIN lead_step s ON s.lead = l.id
WHERE ((s.state IN (4, 5) AND s.at <= :before) OR l.at <= :long_before)
	AND NOT EXISTS (SELECT 1 FROM lead_step n WHERE n.lead = l.id AND n.id > s.id)
	AND EXISTS (SELECT 1 FROM lead_line w WHERE w.lead = l.id AND w.words IS NOT NULL)
ORDER BY l.id LIMIT 200;

-- name: task_lead_done :run (lead id)
UPDATE task SET done = 1 WHERE lead = :lead AND done = 0;
