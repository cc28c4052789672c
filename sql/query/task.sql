-- Work, and questions about persons.

-- What the gate needs to know of a task: whose it is, and everybody it is about, also where only its referral or likeness
-- names her.
-- name: on_task :one (ref blob) -> (id id, org id, person id?, other id?)
SELECT t.id, t.org, COALESCE(t.person, f.person, l.person) AS person, l.other
FROM task t LEFT JOIN referral f ON f.id = t.referral LEFT JOIN likeness l ON l.id = t.likeness WHERE t.ref = :ref;

-- name: task_insert :run (ref blob, org id, account id?, kind code, due_at instant, person id?, referral id?, likeness id?,
--   question id?, entry id?, proposal id?, complaint id?, act id)
INSERT INTO task (ref, org, account, kind, due_at, done, person, referral, likeness, question, entry, proposal, complaint, act)
VALUES (:ref, :org, :account, :kind, :due_at, 0, :person, :referral, :likeness, :question, :entry, :proposal,
	:complaint, :act);

-- An organisation's open work, by urgency. The person is named only while it has a relation to her, and nothing of one
-- whose file is closed to who asks is listed. What is open, what is done and what is about one person are three queries,
-- because each then reads its index in order and stops: one for all would sort every task the organisation ever had.
-- name: task_open :many (scope_org id, unit id, account id) -> (ref blob, kind code, due_at instant, done code, person blob?,
--   referral blob?, likeness blob?, proposal blob?, complaint blob?, entry blob?, reg code?)
SELECT t.ref, t.kind, t.due_at, t.done, p.ref AS person, f.ref AS referral, l.ref AS likeness,
	o.ref AS proposal, k.ref AS complaint, e.ref AS entry,
	e.register AS reg
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
	LEFT JOIN person p ON p.id = r.person LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness LEFT JOIN entry e ON e.id = t.entry
	LEFT JOIN proposal o ON o.id = t.proposal LEFT JOIN complaint k ON k.id = t.complaint
WHERE t.org = :scope_org AND t.done = 0 AND (t.account IS NULL OR t.account = :account)
	AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person IN (t.person, f.person, l.person, l.other) AND c.org = :scope_org
		AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
	AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person IN (t.person, f.person, l.person, l.other) AND z.account = :account)
	AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
		WHERE w.account = :account AND y.person IN (t.person, f.person, l.person, l.other))
ORDER BY t.due_at, t.id LIMIT 200;

-- What was done, newest first.
-- name: task_past :many (scope_org id, unit id, account id) -> (ref blob, kind code, due_at instant, done code, person blob?,
--   referral blob?, likeness blob?, proposal blob?, complaint blob?, entry blob?, reg code?)
SELECT t.ref, t.kind, t.due_at, t.done, p.ref AS person, f.ref AS referral, l.ref AS likeness,
	o.ref AS proposal, k.ref AS complaint, e.ref AS entry,
	e.register AS reg
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
	LEFT JOIN person p ON p.id = r.person LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness LEFT JOIN entry e ON e.id = t.entry
	LEFT JOIN proposal o ON o.id = t.proposal LEFT JOIN complaint k ON k.id = t.complaint
WHERE t.org = :scope_org AND t.done = 1 AND (t.account IS NULL OR t.account = :account)
	AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person IN (t.person, f.person, l.person, l.other) AND c.org = :scope_org
		AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
	AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person IN (t.person, f.person, l.person, l.other) AND z.account = :account)
	AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
		WHERE w.account = :account AND y.person IN (t.person, f.person, l.person, l.other))
ORDER BY t.due_at DESC, t.id DESC LIMIT 50;

-- Open work about one person.
-- name: task_about :many (scope_org id, unit id, account id, person id) -> (ref blob, kind code, due_at instant, done code, person blob?,
--   referral blob?, likeness blob?, proposal blob?, complaint blob?, entry blob?, reg code?)
SELECT t.ref, t.kind, t.due_at, t.done, p.ref AS person, f.ref AS referral, l.ref AS likeness,
	o.ref AS proposal, k.ref AS complaint, e.ref AS entry,
	e.register AS reg
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
	LEFT JOIN person p ON p.id = r.person LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness LEFT JOIN entry e ON e.id = t.entry
	LEFT JOIN proposal o ON o.id = t.proposal LEFT JOIN complaint k ON k.id = t.complaint
WHERE t.person = :person AND +t.org = :scope_org AND +t.done = 0 AND (t.account IS NULL OR t.account = :account)
	AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person IN (t.person, f.person, l.person, l.other) AND c.org = :scope_org
		AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
	AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person IN (t.person, f.person, l.person, l.other) AND z.account = :account)
	AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
		WHERE w.account = :account AND y.person IN (t.person, f.person, l.person, l.other))
ORDER BY t.due_at, t.id LIMIT 200;

-- name: task_get :one (id id, scope_org id) -> (ref blob, kind code, due_at instant, done code, person blob?,
--   referral blob?, likeness blob?, proposal blob?, complaint blob?, entry blob?, reg code?, question id?)
SELECT t.ref, t.kind, t.due_at, t.done, p.ref AS person, f.ref AS referral, l.ref AS likeness,
	o.ref AS proposal, k.ref AS complaint, e.ref AS entry,
	e.register AS reg, t.question
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
	LEFT JOIN person p ON p.id = r.person LEFT JOIN referral f ON f.id = t.referral
	LEFT JOIN likeness l ON l.id = t.likeness LEFT JOIN entry e ON e.id = t.entry
	LEFT JOIN proposal o ON o.id = t.proposal LEFT JOIN complaint k ON k.id = t.complaint
WHERE t.id = :id;

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
