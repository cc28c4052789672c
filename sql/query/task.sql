-- Work, and questions about persons.

-- What the gate needs to know of a task: whose it is, and everybody it is about, also where only its referral or likeness
-- names her.
-- name: on_task :one (ref blob) -> (id id, org id, person id?, other id?)
SELECT t.id, t.org, COALESCE(t.person, f.person, l.person) AS person, l.other
FROM task t LEFT JOIN referral f ON f.id = t.referral LEFT JOIN likeness l ON l.id = t.likeness WHERE t.ref = :ref;

-- name: task_insert :run (ref blob, org id, account id?, kind code, due_at instant, urgent code, tell_at instant, person id?,
--   referral id?, likeness id?, question id?, entry id?, proposal id?, complaint id?, sheet id?, clock id?,
--   review id?, shift id?, act id)
INSERT INTO task (ref, org, account, kind, due_at, done, urgent, tell_at, person, referral, likeness, question, entry, proposal,
	complaint, sheet, clock, review, shift, act)
VALUES (:ref, :org, :account, :kind, :due_at, 0, :urgent, :tell_at, :person, :referral, :likeness, :question, :entry, :proposal,
	:complaint, :sheet, :clock, :review, :shift, :act);

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
	AND kind IN (1, 2, 3, 6, 7, 8, 10, 11, 18, 20, 22);

-- An organisation's open work: what is urgent first, then by its day. The person is named only while it has a relation to
-- her, and nothing of one whose file is closed to who asks is listed. What is open, what is mine, what is done and what is
-- about one person are four queries, because each then reads its index in order and stops: one for all would sort every
-- task the organisation ever had.
-- name: task_open :many (scope_org id, unit id, account id) -> (ref blob, kind code, due_at instant,
--   done code, urgent code, mine code, person blob?, referral blob?, likeness blob?, proposal blob?, complaint blob?,
--   entry blob?, reg code?, sheet_kind code?)
SELECT t.ref, t.kind, t.due_at, t.done, t.urgent,
	CASE WHEN :account IN (t.account, t.holder) OR (t.holder IS NULL AND (SELECT g.account FROM assignment g
		WHERE g.person = t.person AND g.org = :scope_org ORDER BY g.id DESC LIMIT 1) = :account) THEN 1 ELSE 0 END AS mine,
	p.ref AS person, f.ref AS referral, l.ref AS likeness, o.ref AS proposal, k.ref AS complaint, e.ref AS entry,
	e.register AS reg, x.kind AS sheet_kind
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
	LEFT JOIN person p ON p.id = r.person LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness LEFT JOIN entry e ON e.id = t.entry
	LEFT JOIN proposal o ON o.id = t.proposal LEFT JOIN complaint k ON k.id = t.complaint
	LEFT JOIN sheet x ON x.id = t.sheet
WHERE t.org = :scope_org AND t.done = 0 AND (t.account IS NULL OR t.account = :account)
	AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person IN (t.person, f.person, l.person, l.other) AND c.org = :scope_org
		AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
	AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person IN (t.person, f.person, l.person, l.other)
		AND z.account = :account)
	AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
		WHERE w.account = :account AND y.person IN (t.person, f.person, l.person, l.other))
ORDER BY t.urgent DESC, t.due_at, t.id LIMIT 200;

-- Of it what is mine: given to me alone, in my hand, or about somebody I am named to work with while nobody else has it.
-- name: task_mine :many (scope_org id, unit id, account id) -> (ref blob, kind code, due_at instant,
--   done code, urgent code, mine code, person blob?, referral blob?, likeness blob?, proposal blob?, complaint blob?,
--   entry blob?, reg code?, sheet_kind code?)
SELECT t.ref, t.kind, t.due_at, t.done, t.urgent,
	CASE WHEN :account IN (t.account, t.holder) OR (t.holder IS NULL AND (SELECT g.account FROM assignment g
		WHERE g.person = t.person AND g.org = :scope_org ORDER BY g.id DESC LIMIT 1) = :account) THEN 1 ELSE 0 END AS mine,
	p.ref AS person, f.ref AS referral, l.ref AS likeness, o.ref AS proposal, k.ref AS complaint, e.ref AS entry,
	e.register AS reg, x.kind AS sheet_kind
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
	LEFT JOIN person p ON p.id = r.person LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness LEFT JOIN entry e ON e.id = t.entry
	LEFT JOIN proposal o ON o.id = t.proposal LEFT JOIN complaint k ON k.id = t.complaint
	LEFT JOIN sheet x ON x.id = t.sheet
WHERE t.id IN (SELECT m.id FROM task m WHERE m.account = :account AND m.done = 0
		UNION SELECT h.id FROM task h WHERE h.holder = :account AND h.done = 0
		UNION SELECT b.id FROM assignment a JOIN task b ON b.person = a.person AND +b.org = a.org AND +b.done = 0 AND b.holder IS NULL
		WHERE a.account = :account AND a.org = :scope_org
			AND NOT EXISTS (SELECT 1 FROM assignment n WHERE n.person = a.person AND n.org = a.org AND n.id > a.id))
	AND +t.org = :scope_org AND +t.done = 0 AND (t.account IS NULL OR t.account = :account)
	AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person IN (t.person, f.person, l.person, l.other) AND c.org = :scope_org
		AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
	AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person IN (t.person, f.person, l.person, l.other)
		AND z.account = :account)
	AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
		WHERE w.account = :account AND y.person IN (t.person, f.person, l.person, l.other))
ORDER BY t.urgent DESC, t.due_at, t.id LIMIT 200;

-- What was done, newest first.
-- name: task_past :many (scope_org id, unit id, account id) -> (ref blob, kind code, due_at instant,
--   done code, urgent code, mine code, person blob?, referral blob?, likeness blob?, proposal blob?, complaint blob?,
--   entry blob?, reg code?, sheet_kind code?)
SELECT t.ref, t.kind, t.due_at, t.done, t.urgent,
	CASE WHEN :account IN (t.account, t.holder) OR (t.holder IS NULL AND (SELECT g.account FROM assignment g
		WHERE g.person = t.person AND g.org = :scope_org ORDER BY g.id DESC LIMIT 1) = :account) THEN 1 ELSE 0 END AS mine,
	p.ref AS person, f.ref AS referral, l.ref AS likeness, o.ref AS proposal, k.ref AS complaint, e.ref AS entry,
	e.register AS reg, x.kind AS sheet_kind
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
	LEFT JOIN person p ON p.id = r.person LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness LEFT JOIN entry e ON e.id = t.entry
	LEFT JOIN proposal o ON o.id = t.proposal LEFT JOIN complaint k ON k.id = t.complaint
	LEFT JOIN sheet x ON x.id = t.sheet
WHERE t.org = :scope_org AND t.done = 1 AND (t.account IS NULL OR t.account = :account)
	AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person IN (t.person, f.person, l.person, l.other) AND c.org = :scope_org
		AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
	AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person IN (t.person, f.person, l.person, l.other)
		AND z.account = :account)
	AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
		WHERE w.account = :account AND y.person IN (t.person, f.person, l.person, l.other))
ORDER BY t.due_at DESC, t.id DESC LIMIT 50;

-- Open work about one person.
-- name: task_about :many (scope_org id, unit id, account id, person id) -> (ref blob, kind code, due_at instant,
--   done code, urgent code, mine code, person blob?, referral blob?, likeness blob?, proposal blob?, complaint blob?,
--   entry blob?, reg code?, sheet_kind code?)
SELECT t.ref, t.kind, t.due_at, t.done, t.urgent,
	CASE WHEN :account IN (t.account, t.holder) OR (t.holder IS NULL AND (SELECT g.account FROM assignment g
		WHERE g.person = t.person AND g.org = :scope_org ORDER BY g.id DESC LIMIT 1) = :account) THEN 1 ELSE 0 END AS mine,
	p.ref AS person, f.ref AS referral, l.ref AS likeness, o.ref AS proposal, k.ref AS complaint, e.ref AS entry,
	e.register AS reg, x.kind AS sheet_kind
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
	LEFT JOIN person p ON p.id = r.person LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness LEFT JOIN entry e ON e.id = t.entry
	LEFT JOIN proposal o ON o.id = t.proposal LEFT JOIN complaint k ON k.id = t.complaint
	LEFT JOIN sheet x ON x.id = t.sheet
WHERE t.person = :person AND +t.org = :scope_org AND +t.done = 0 AND (t.account IS NULL OR t.account = :account)
	AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person IN (t.person, f.person, l.person, l.other) AND c.org = :scope_org
		AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
	AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person IN (t.person, f.person, l.person, l.other)
		AND z.account = :account)
	AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
		WHERE w.account = :account AND y.person IN (t.person, f.person, l.person, l.other))
ORDER BY t.urgent DESC, t.due_at, t.id LIMIT 200;

-- One task; what is for another account alone is not there.
-- name: task_get :one (id id, scope_org id, account id) -> (ref blob, kind code, due_at instant,
--   done code, urgent code, mine code, person blob?, referral blob?, likeness blob?, proposal blob?, complaint blob?,
--   entry blob?, reg code?, sheet_kind code?, question id?,
--   shift id?)
SELECT t.ref, t.kind, t.due_at, t.done, t.urgent,
	CASE WHEN :account IN (t.account, t.holder) OR (t.holder IS NULL AND (SELECT g.account FROM assignment g
		WHERE g.person = t.person AND g.org = :scope_org ORDER BY g.id DESC LIMIT 1) = :account) THEN 1 ELSE 0 END AS mine,
	p.ref AS person, f.ref AS referral, l.ref AS likeness, o.ref AS proposal, k.ref AS complaint, e.ref AS entry,
	e.register AS reg, x.kind AS sheet_kind, t.question, t.shift
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
	LEFT JOIN person p ON p.id = r.person LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness LEFT JOIN entry e ON e.id = t.entry
	LEFT JOIN proposal o ON o.id = t.proposal LEFT JOIN complaint k ON k.id = t.complaint
	LEFT JOIN sheet x ON x.id = t.sheet
WHERE t.id = :id AND (t.account IS NULL OR t.account = :account);

-- How much of the open work that somebody may see is urgent, and how much is late; each is counted to 100. News (16, 17, 19)
-- is never late.
-- name: task_count :one (scope_org id, unit id, account id, now instant) -> (urgent int, late int)
SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM task t LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness
	WHERE t.org = :scope_org AND t.done = 0 AND t.urgent = 1 AND (t.account IS NULL OR t.account = :account)
		AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person IN (t.person, f.person, l.person, l.other) AND c.org = :scope_org
			AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
		AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person IN (t.person, f.person, l.person, l.other)
		AND z.account = :account)
		AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
			WHERE w.account = :account AND y.person IN (t.person, f.person, l.person, l.other))
	LIMIT 100) x) AS urgent,
	(SELECT COUNT(*) FROM (SELECT 1 FROM task t LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness
	WHERE t.org = :scope_org AND t.done = 0 AND t.due_at < :now AND t.kind NOT IN (16, 17, 19) AND (t.account IS NULL OR t.account = :account)
		AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person IN (t.person, f.person, l.person, l.other) AND c.org = :scope_org
			AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
		AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person IN (t.person, f.person, l.person, l.other)
		AND z.account = :account)
		AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
			WHERE w.account = :account AND y.person IN (t.person, f.person, l.person, l.other))
	LIMIT 100) y) AS late;

-- name: task_set_done :run (id id)
UPDATE task SET done = 1 WHERE id = :id AND done = 0;

-- Whoever was told of a likeness has nothing left to do once it is decided.
-- name: task_likeness_done :run (person id, likeness id)
UPDATE task SET done = 1 WHERE person = :person AND kind = 4 AND likeness = :likeness AND done = 0;

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
