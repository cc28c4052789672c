-- Referrals: one organisation asks another to act for a person.

-- What the gate needs to know of a referral.
-- name: on_referral :one (ref blob) -> (id id, person id, sender id, receiver id)
SELECT id, person, org AS sender, receiver FROM referral WHERE ref = :ref;

-- name: referral_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, receiver id, purpose code, sent_at instant, due_at instant, unit id?, account id?,
--   from_unit id?, danger code, basis code?) -> (id id)
INSERT INTO referral (person, org, happened, precision, act, certainty, void, supersedes, ref, receiver, purpose,
	sent_at, due_at, unit, account, from_unit, danger, basis)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :receiver, :purpose,
	:sent_at, :due_at, :unit, :account, :from_unit, :danger, :basis)
RETURNING id;

-- Who may sign in at an organisation: for a referral to one of them by name.
-- name: referral_staff :many (org id) -> (id id, ref blob, name blob, unit id?)
SELECT id, ref, name, unit FROM account WHERE org = :org AND active = 1 ORDER BY id;

-- name: referral_need_add :run (referral id, need code)
INSERT INTO referral_need (referral, need) VALUES (:referral, :need);

-- name: referral_need_list :many (referral id) -> (need code)
SELECT need FROM referral_need WHERE referral = :referral ORDER BY need;

-- name: referral_answer_add :run (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, referral id, state code, decline code?, answered_at instant)
INSERT INTO referral_answer (person, org, happened, precision, act, certainty, void, supersedes, referral, state,
	decline, answered_at)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :referral, :state,
	:decline, :answered_at);

-- What a receiver may know before it accepts.
-- name: referral_person :one (person id) -> (age code, speech code)
SELECT age, speech FROM person_now WHERE person = :person;

-- How many referrals of her to that receiver for that purpose wait for an answer.
-- name: referral_open :one (person id, receiver id, purpose code, open code) -> (n int)
SELECT COUNT(*) AS n FROM referral r JOIN referral_now s ON s.referral = r.id
WHERE r.person = :person AND r.receiver = :receiver AND r.purpose = :purpose AND s.state = :open;

-- name: referral_get :one (id id) -> (ref blob, person id, sender id, receiver id, purpose code, sent_at instant,
--   due_at instant, state code, sender_code text, sender_name text, receiver_code text, receiver_name text,
--   decline code?, answered_at instant?, danger code?, basis code?, received_at instant?, unit_name text?,
--   from_unit_name text?, account id?, account_ref blob?, account_name blob?)
SELECT r.ref, r.person, r.org AS sender, r.receiver, r.purpose, r.sent_at, r.due_at, n.state, s.code AS sender_code,
	s.name AS sender_name, o.code AS receiver_code, o.name AS receiver_name, COALESCE(e.decline, a.decline) AS decline,
	COALESCE(e.ended_at, a.answered_at) AS answered_at, r.danger, r.basis, c.received_at, u.name AS unit_name,
	v.name AS from_unit_name, r.account, t.ref AS account_ref, t.name AS account_name
FROM referral r JOIN referral_now n ON n.referral = r.id JOIN org s ON s.id = r.org JOIN org o ON o.id = r.receiver
	LEFT JOIN referral_answer a ON a.referral = r.id LEFT JOIN referral_end e ON e.referral = r.id
	LEFT JOIN referral_receipt c ON c.referral = r.id LEFT JOIN unit u ON u.id = r.unit
	LEFT JOIN unit v ON v.id = r.from_unit LEFT JOIN account t ON t.id = r.account
WHERE r.id = :id;

-- The newest words of the receiver for the sender.
-- name: referral_reply_newest :one (referral id) -> (id id)
SELECT id FROM referral_reply WHERE referral = :referral ORDER BY id DESC LIMIT 1;

-- name: referral_reply_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, referral id) -> (id id)
INSERT INTO referral_reply (person, org, happened, precision, act, certainty, void, supersedes, referral)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :referral)
RETURNING id;

-- name: referral_receipt_add :run (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, referral id, received_at instant)
INSERT INTO referral_receipt (person, org, happened, precision, act, certainty, void, supersedes, referral, received_at)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :referral, :received_at);

-- An accepted referral ends: with its consent, by the sender, or (decline) given back by whoever had accepted it.
-- name: referral_end_add :run (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, referral id, ended_at instant, decline code?)
INSERT INTO referral_end (person, org, happened, precision, act, certainty, void, supersedes, referral, ended_at, decline)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :referral, :ended_at, :decline);

-- What she said last of a recipient and purpose: what it opens.
-- name: referral_scope :one (person id, recipient id, purpose code) -> (scope int?)
SELECT scope FROM consent c
WHERE c.person = :person AND c.recipient = :recipient AND c.purpose = :purpose AND c.void = 0
	AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.supersedes = c.id)
ORDER BY id DESC LIMIT 1;

-- Referrals to an organisation in one state, danger first, then the newest; none of a person whose file is closed to the asker.
-- scope: keeper the organisation is a party, and no person is named; a declined one has no relation left
-- name: referral_list_in :many (scope_org id, state code, unit id, account id, count int) -> (id id, ref blob, purpose code,
--   sent_at instant, due_at instant, sender_name text, receiver_name text, danger code?, received_at instant?,
--   unit_name text?)
SELECT r.id, r.ref, r.purpose, r.sent_at, r.due_at, s.name AS sender_name, o.name AS receiver_name, n.danger,
	c.received_at, u.name AS unit_name
FROM referral_now n JOIN referral r ON r.id = n.referral JOIN org s ON s.id = n.sender JOIN org o ON o.id = n.receiver
	LEFT JOIN referral_receipt c ON c.referral = r.id LEFT JOIN unit u ON u.id = r.unit
WHERE n.receiver = :scope_org AND n.state = :state
	AND {open_to n.person}
ORDER BY n.danger DESC, n.referral DESC LIMIT :count;

-- The same, from an organisation.
-- scope: keeper the organisation is a party, and no person is named
-- name: referral_list_out :many (scope_org id, state code, unit id, account id, count int) -> (id id, ref blob, purpose code,
--   sent_at instant, due_at instant, sender_name text, receiver_name text, danger code?, received_at instant?,
--   unit_name text?)
SELECT r.id, r.ref, r.purpose, r.sent_at, r.due_at, s.name AS sender_name, o.name AS receiver_name, n.danger,
	c.received_at, u.name AS unit_name
FROM referral_now n JOIN referral r ON r.id = n.referral JOIN org s ON s.id = n.sender JOIN org o ON o.id = n.receiver
	LEFT JOIN referral_receipt c ON c.referral = r.id LEFT JOIN unit u ON u.id = r.unit
WHERE n.sender = :scope_org AND n.state = :state
	AND {open_to n.person}
ORDER BY n.danger DESC, n.referral DESC LIMIT :count;

-- The work a referral made is done.
-- name: referral_task_close :run (referral id, kind code)
UPDATE task SET done = 1 WHERE referral = :referral AND kind = :kind AND done = 0;

-- The sender has chosen another place after a refusal.
-- name: referral_declined_close :run (org id, person id, purpose code, kind code)
UPDATE task SET done = 1
WHERE person = :person AND kind = :kind AND org = :org AND done = 0
	AND referral IN (SELECT id FROM referral WHERE person = :person AND purpose = :purpose);

-- The receiver's half of the keys of a referral's notes goes: what was sealed to it, it can open no more.
-- name: referral_note_drop :run (referral id, kind code)
DELETE FROM note_key WHERE org = (SELECT receiver FROM referral WHERE id = :referral)
	AND note IN (SELECT id FROM note WHERE kind = :kind AND fact = :referral);

-- Whether somebody was told already that a referral waits too long.
-- name: referral_overdue_told :one (referral id, kind code) -> (n int)
SELECT COUNT(*) AS n FROM task WHERE referral = :referral AND kind = :kind;

-- Nobody is asked by name any more: the work is everybody's of that organisation.
-- name: referral_task_open :run (referral id, kind code)
UPDATE task SET account = NULL WHERE referral = :referral AND kind = :kind AND done = 0;

-- A referral as the overdue job sees it, and where the person was met.
-- name: referral_waiting :one (referral id) -> (person id, sender id, receiver id, state code, sent_at instant,
--   due_at instant, municipality code?)
SELECT r.person, r.sender, r.receiver, r.state, f.sent_at, f.due_at, p.municipality
FROM referral_now r JOIN referral f ON f.id = r.referral LEFT JOIN person_now p ON p.person = r.person
WHERE r.referral = :referral;
