-- Referrals: one organisation asks another to act for a person.

-- What the gate needs to know of a referral.
-- name: on_referral :one (ref blob) -> (id id, person id, sender id, receiver id)
SELECT id, person, org AS sender, receiver FROM referral WHERE ref = :ref;

-- name: referral_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, receiver id, purpose code, sent_at instant, due_at instant) -> (id id)
INSERT INTO referral (person, org, happened, precision, act, certainty, void, supersedes, ref, receiver, purpose,
	sent_at, due_at)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :receiver, :purpose,
	:sent_at, :due_at)
RETURNING id;

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
--   decline code?, answered_at instant?)
SELECT r.ref, r.person, r.org AS sender, r.receiver, r.purpose, r.sent_at, r.due_at, n.state, s.code AS sender_code,
	s.name AS sender_name, o.code AS receiver_code, o.name AS receiver_name, a.decline, a.answered_at
FROM referral r JOIN referral_now n ON n.referral = r.id JOIN org s ON s.id = r.org JOIN org o ON o.id = r.receiver
	LEFT JOIN referral_answer a ON a.referral = r.id
WHERE r.id = :id;

-- Referrals to an organisation in one state, the newest first; none of a person whose file is closed to the asker.
-- scope: keeper the organisation is a party, and no person is named; a declined one has no relation left
-- name: referral_list_in :many (scope_org id, state code, unit id, account id, count int) -> (id id, ref blob, purpose code,
--   sent_at instant, due_at instant, sender_name text, receiver_name text)
SELECT r.id, r.ref, r.purpose, r.sent_at, r.due_at, s.name AS sender_name, o.name AS receiver_name
FROM referral_now n JOIN referral r ON r.id = n.referral JOIN org s ON s.id = n.sender JOIN org o ON o.id = n.receiver
WHERE n.receiver = :scope_org AND n.state = :state
	AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person = n.person AND c.org = :scope_org
		AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
	AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person = n.person AND z.account = :account)
	AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
		WHERE w.account = :account AND y.person = n.person)
ORDER BY n.referral DESC LIMIT :count;

-- The same, from an organisation.
-- scope: keeper the organisation is a party, and no person is named
-- name: referral_list_out :many (scope_org id, state code, unit id, account id, count int) -> (id id, ref blob, purpose code,
--   sent_at instant, due_at instant, sender_name text, receiver_name text)
SELECT r.id, r.ref, r.purpose, r.sent_at, r.due_at, s.name AS sender_name, o.name AS receiver_name
FROM referral_now n JOIN referral r ON r.id = n.referral JOIN org s ON s.id = n.sender JOIN org o ON o.id = n.receiver
WHERE n.sender = :scope_org AND n.state = :state
	AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person = n.person AND c.org = :scope_org
		AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
	AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person = n.person AND z.account = :account)
	AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
		WHERE w.account = :account AND y.person = n.person)
ORDER BY n.referral DESC LIMIT :count;

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
