-- Work, and questions about persons.

-- What the gate needs to know of a task: whose it is, and everybody it is about, also where only its referral or likeness
-- names her.
-- name: on_task :one (ref blob) -> (id id, org id, person id?, other id?)
SELECT t.id, t.org, COALESCE(t.person, f.person, l.person) AS person, l.other
FROM task t LEFT JOIN referral f ON f.id = t.referral LEFT JOIN likeness l ON l.id = t.likeness WHERE t.ref = :ref;

-- name: task_insert :run (ref blob, org id, account id?, kind code, due_at instant, urgent code, tell_at instant, person id?,
--   referral id?, likeness id?, question id?, entry id?, proposal id?, complaint id?, sheet id?, clock id?,
--   review id?, shift id?, lead id?, about id?, other id?, act id)
INSERT INTO task (ref, org, account, kind, due_at, done, urgent, tell_at, person, referral, likeness, question, entry, proposal,
	complaint, sheet, clock, review, shift, lead, about, other, act)
VALUES (:ref, :org, :account, :kind, :due_at, 0, :urgent, :tell_at, :person, :referral, :likeness, :question, :entry, :proposal,
	:complaint, :sheet, :clock, :review, :shift, :lead, :about, :other, :act);

-- Whom a task names by its referral, and by its likeness.
-- name: task_named :one (referral id?, likeness id?) -> (referred id?, liked id?, other id?)
SELECT (SELECT f.person FROM referral f WHERE f.id = :referral) AS referred,
	(SELECT l.person FROM likeness l WHERE l.id = :likeness) AS liked,
	(SELECT l.other FROM likeness l WHERE l.id = :likeness) AS other;

-- Whether a task is about a child or somebody whose age is not known (1, 2 and 6 of the age bands), or about a referral that
-- tells of danger. The referral tells whom it is about where the task does not.
-- name: task_pressing :one (person id?, referral id?) -> (pressing code)
SELECT CASE WHEN EXISTS (SELECT 1 FROM person_now n WHERE n.age IN (1, 2, 6) AND n.person IN (:person,
	(SELECT f.person FROM referral f WHERE f.id = :referral)))
	OR EXISTS (SELECT 1 FROM referral d WHERE d.id = :referral AND d.danger = 1) THEN 1 ELSE 0 END AS pressing;

-- Only kinds of work that help somebody now (can_press of task.c).
-- name: task_make_urgent :run (person id, now instant)
UPDATE task SET urgent = 1, tell_at = :now
WHERE (person = :person OR referral IN (SELECT f.id FROM referral f WHERE f.person = :person)) AND done = 0 AND urgent = 0
	AND kind IN (1, 2, 3, 6, 7, 8, 10, 11, 18, 20, 22, 26);

-- Whether a task is about nobody whose file is closed to who asks.
-- part: task_seen
{open_to t.about} AND (t.other IS NULL OR ({open_to t.other}));

-- A task as it is told, out of task_row. "Mine" is what was given to me alone, is in my hand, or is about somebody I am named
-- to work with while nobody else has it.
-- part: task_told
x.ref, x.kind, x.due_at, x.done, x.urgent,
	CASE WHEN :account IN (x.account, x.holder) OR (x.holder IS NULL AND x.worker = :account) THEN 1 ELSE 0 END AS mine,
	x.person, x.age, x.sex, x.speech, x.municipality, x.referral, x.purpose, x.from_name, x.likeness, x.proposal, x.complaint,
	x.entry, x.reg, x.sheet_kind, x.lead;

-- An organisation's open work of one urgency, by its day, after one place in it. Nothing of a person whose file is closed to
-- who asks is listed. What is open, what is mine, what is done and what is about one person are queries of their own, and
-- what is everybody's and what is for me alone are read side by side: each then reads its index in order and stops.
-- name: task_open :many (scope_org id, unit id, account id, urgent code, due_at instant, id id, count int)
--   -> (ref blob, kind code, due_at instant, done code,
--   urgent code, mine code, person blob?, age code?, sex code?, speech code?, municipality code?, referral blob?, purpose code?,
--   from_name text?, likeness blob?, proposal blob?, complaint blob?, entry blob?, reg code?, sheet_kind code?,
--   lead blob?)
SELECT {task_told}
FROM (SELECT t.id, t.due_at FROM task t
		WHERE t.org = :scope_org AND t.account IS NULL AND t.done = 0 AND t.urgent = :urgent
			AND (t.due_at, t.id) > (:due_at, :id) AND {task_seen}
	UNION ALL SELECT t.id, t.due_at FROM task t
		WHERE t.org = :scope_org AND t.account = :account AND t.done = 0 AND t.urgent = :urgent
			AND (t.due_at, t.id) > (:due_at, :id) AND {task_seen}
	ORDER BY due_at, id LIMIT :count) q JOIN task_row x ON x.id = q.id
ORDER BY q.due_at, q.id;

-- Of it what is mine, all urgencies, after one place in it. No task stands in two of the three: what is for one account is in
-- nobody's hand, and what is in a hand is not asked for by its person.
-- name: task_mine :many (scope_org id, unit id, account id, urgent code, due_at instant, id id, count int)
--   -> (ref blob, kind code, due_at instant, done code,
--   urgent code, mine code, person blob?, age code?, sex code?, speech code?, municipality code?, referral blob?, purpose code?,
--   from_name text?, likeness blob?, proposal blob?, complaint blob?, entry blob?, reg code?, sheet_kind code?,
--   lead blob?)
SELECT {task_told}
FROM (SELECT t.id, t.urgent, t.due_at
	FROM (SELECT m.id, m.urgent, m.due_at, m.about, m.other FROM task m
			WHERE m.account = :account AND m.done = 0 AND +m.org = :scope_org
		UNION ALL SELECT h.id, h.urgent, h.due_at, h.about, h.other FROM task h
			WHERE h.holder = :account AND h.done = 0 AND +h.org = :scope_org AND h.account IS NULL
		UNION ALL SELECT b.id, b.urgent, b.due_at, b.about, b.other
			FROM assignment a JOIN task b ON b.person = a.person AND +b.org = a.org AND +b.done = 0 AND b.holder IS NULL
			WHERE a.account = :account AND a.org = :scope_org AND +b.account IS NULL
				AND NOT EXISTS (SELECT 1 FROM assignment n WHERE n.person = a.person AND n.org = a.org AND n.id > a.id)) t
	WHERE (t.urgent < :urgent OR (t.urgent = :urgent AND (t.due_at, t.id) > (:due_at, :id))) AND {task_seen}
	ORDER BY t.urgent DESC, t.due_at, t.id LIMIT :count) q JOIN task_row x ON x.id = q.id
ORDER BY q.urgent DESC, q.due_at, q.id;

-- What was done, newest first, after one place in it.
-- name: task_past :many (scope_org id, unit id, account id, due_at instant, id id, count int)
--   -> (ref blob, kind code, due_at instant, done code,
--   urgent code, mine code, person blob?, age code?, sex code?, speech code?, municipality code?, referral blob?, purpose code?,
--   from_name text?, likeness blob?, proposal blob?, complaint blob?, entry blob?, reg code?, sheet_kind code?,
--   lead blob?)
SELECT {task_told}
FROM (SELECT t.id, t.due_at FROM task t
		WHERE t.org = :scope_org AND t.account IS NULL AND t.done = 1 AND (t.due_at, t.id) < (:due_at, :id) AND {task_seen}
	UNION ALL SELECT t.id, t.due_at FROM task t
		WHERE t.org = :scope_org AND t.account = :account AND t.done = 1 AND (t.due_at, t.id) < (:due_at, :id) AND {task_seen}
	ORDER BY due_at DESC, id DESC LIMIT :count) q JOIN task_row x ON x.id = q.id
ORDER BY q.due_at DESC, q.id DESC;

-- Open work about one person.
-- name: task_about :many (scope_org id, unit id, account id, person id)
--   -> (ref blob, kind code, due_at instant, done code,
--   urgent code, mine code, person blob?, age code?, sex code?, speech code?, municipality code?, referral blob?, purpose code?,
--   from_name text?, likeness blob?, proposal blob?, complaint blob?, entry blob?, reg code?, sheet_kind code?,
--   lead blob?)
SELECT {task_told}
FROM task t JOIN task_row x ON x.id = t.id
WHERE t.person = :person AND +t.org = :scope_org AND +t.done = 0 AND (t.account IS NULL OR t.account = :account) AND {task_seen}
ORDER BY t.urgent DESC, t.due_at, t.id LIMIT 200;

-- One task; what is for another account alone is not there.
-- name: task_get :one (id id, account id)
--   -> (ref blob, kind code, due_at instant, done code,
--   urgent code, mine code, person blob?, age code?, sex code?, speech code?, municipality code?, referral blob?, purpose code?,
--   from_name text?, likeness blob?, proposal blob?, complaint blob?, entry blob?, reg code?, sheet_kind code?,
--   lead blob?, question id?, shift id?)
SELECT {task_told}, x.question, x.shift FROM task_row x WHERE x.id = :id AND (x.account IS NULL OR x.account = :account);

-- Where in the list a task stands that somebody may see.
-- name: task_place :one (ref blob, org id, account id) -> (id id, urgent code, due_at instant)
SELECT id, urgent, due_at FROM task WHERE ref = :ref AND org = :org AND (account IS NULL OR account = :account);

-- How much of the open work that somebody may see is urgent, and how much is late; each is counted to 100. News (16, 17, 19)
-- is never late.
-- name: task_count :one (scope_org id, unit id, account id, now instant) -> (urgent int, late int)
SELECT (SELECT COUNT(*) FROM (
		SELECT 1 AS n FROM task t WHERE t.org = :scope_org AND t.account IS NULL AND t.done = 0 AND t.urgent = 1 AND {task_seen}
		UNION ALL SELECT 1 FROM task t WHERE t.org = :scope_org AND t.account = :account AND t.done = 0 AND t.urgent = 1
			AND {task_seen} LIMIT 100) x) AS urgent,
	(SELECT COUNT(*) FROM (
		SELECT 1 AS n FROM task t WHERE t.org = :scope_org AND t.account IS NULL AND t.done = 0 AND t.due_at < :now
			AND t.kind NOT IN (16, 17, 19) AND {task_seen}
		UNION ALL SELECT 1 FROM task t WHERE t.org = :scope_org AND t.account = :account AND t.done = 0 AND t.due_at < :now
			AND t.kind NOT IN (16, 17, 19) AND {task_seen} LIMIT 100) y) AS late;

-- name: task_set_done :run (id id)
UPDATE task SET done = 1 WHERE id = :id AND done = 0;

-- Whoever was told of a likeness has nothing left to do once it is decided.
-- name: task_likeness_done :run (person id, likeness id)
UPDATE task SET done = 1 WHERE likeness = :likeness AND kind IN (4, 36) AND done = 0 AND :person IN (about, other);

-- Whoever is not sure of it has it no more among its work, and again once that is taken back.
-- name: task_likeness_set :run (likeness id, org id, done code)
UPDATE task SET done = :done WHERE likeness = :likeness AND org = :org AND kind = 4;

-- Where what decided a likeness was taken back, everybody who was told of it has it among its work again but who is not sure (4).
-- name: task_likeness_again :run (likeness id, person id, other id)
UPDATE task SET done = 0 WHERE likeness = :likeness AND kind = 4 AND NOT EXISTS (SELECT 1 FROM link k
	WHERE k.person = :person AND k.other = :other AND k.org = task.org AND k.state = 4 AND k.void = 0
		AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = k.id));

-- Whoever was told of a proposal has nothing left to do once it has ended.
-- name: task_proposal_done :run (proposal id)
UPDATE task SET done = 1 WHERE proposal = :proposal AND done = 0;

-- The same of a complaint that was answered.
-- name: task_complaint_done :run (complaint id)
UPDATE task SET done = 1 WHERE complaint = :complaint AND done = 0;

-- The same of a record of the file that was written anew, a time that is over, a decision that was looked at again.
-- name: task_sheet_done :run (sheet id)
UPDATE task SET done = 1 WHERE sheet = :sheet AND done = 0;

-- name: task_clock_done :run (clock id)
UPDATE task SET done = 1 WHERE clock = :clock AND done = 0;

-- name: task_review_done :run (review id)
UPDATE task SET done = 1 WHERE review = :review AND done = 0;

-- A task that is handed over: one for one account alone goes to the other, any other is in the other's hand from now on.
-- name: task_hand :run (id id, taker id)
UPDATE task SET holder = CASE WHEN account IS NULL THEN :taker END, account = CASE WHEN account IS NOT NULL THEN :taker END
WHERE id = :id AND done = 0;

-- What somebody hands over at the end of a shift, and about whom. What waits for a second person, or for who hears complaints, stays.
-- name: task_to_hand :many (scope_org id, account id) -> (id id, person id?)
SELECT t.id, COALESCE(t.person, f.person, l.person) AS person
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = :scope_org LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness
WHERE t.id IN (SELECT m.id FROM task m WHERE m.account = :account AND m.done = 0
		UNION SELECT h.id FROM task h WHERE h.holder = :account AND h.done = 0
		UNION SELECT b.id FROM assignment a JOIN task b ON b.person = a.person AND +b.org = a.org AND +b.done = 0 AND b.holder IS NULL
		WHERE a.account = :account AND a.org = :scope_org
			AND NOT EXISTS (SELECT 1 FROM assignment n WHERE n.person = a.person AND n.org = a.org AND n.id > a.id))
	AND +t.org = :scope_org AND +t.done = 0 AND (t.account IS NULL OR t.account = :account) AND t.proposal IS NULL AND t.glass IS NULL
	AND t.complaint IS NULL
ORDER BY t.urgent DESC, t.due_at, t.id LIMIT 1000;

-- name: shift_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM shift;

-- name: shift_add :run (id id, ref blob, org id, account id, taker id, tasks int, words blob?, act id)
INSERT INTO shift (id, ref, org, account, taker, tasks, words, act)
VALUES (:id, :ref, :org, :account, :taker, :tasks, :words, :act);

-- name: shift_get :one (id id) -> (ref blob, account id, tasks int, words blob?)
SELECT ref, account, tasks, words FROM shift WHERE id = :id;

-- The words were for whoever took over, and she has read them.
-- name: shift_said :run (id id)
UPDATE shift SET words = NULL WHERE id = :id AND words IS NOT NULL;

-- name: question_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM question;

-- name: question_add :run (id id, ref blob, account id, org id, unit id?, act id, sealed blob)
INSERT INTO question (id, ref, account, org, unit, act, sealed)
VALUES (:id, :ref, :account, :org, :unit, :act, :sealed);

-- When an account asked for the last time but `skipped`.
-- name: question_nth :one (account id, skipped int) -> (at instant)
SELECT a.at FROM question q JOIN act a ON a.n = q.act WHERE q.account = :account ORDER BY q.id DESC
LIMIT 1 OFFSET :skipped;

-- name: question_get :one (id id) -> (ref blob, sealed blob, org_name text, unit_name text?)
SELECT q.ref, q.sealed, o.name AS org_name, u.name AS unit_name
FROM question q JOIN org o ON o.id = q.org LEFT JOIN unit u ON u.id = q.unit WHERE q.id = :id;
