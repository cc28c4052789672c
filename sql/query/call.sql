-- Calls to a hotline, and who answers them. What is counted of a call stands in the register.

-- name: on_call :one (ref blob) -> (id id, org id)
SELECT id, org FROM call WHERE ref = :ref;

-- name: call_add :one (ref blob, org id, account id?, number text, at instant, east int, caller code, danger code,
--   police_at instant?, earlier id?, lead id?, act id) -> (id id)
INSERT INTO call (ref, org, account, number, at, east, caller, danger, police_at, earlier, lead, act)
VALUES (:ref, :org, :account, :number, :at, :east, :caller, :danger, :police_at, :earlier, :lead, :act) RETURNING id;

-- name: call_person_add :run (call id, person id)
INSERT INTO call_person (call, person) VALUES (:call, :person) ON CONFLICT DO NOTHING;

-- name: call_get :one (id id) -> (org id, number text, at instant)
SELECT org, number, at FROM call WHERE id = :id;

-- An organisation's own calls, newest first.
-- scope: keeper the organisation's own; of a person it says only how many there are
-- name: call_all :many (org id, until_at instant) -> (id id, ref blob, number text, at instant, east int, caller code,
--   danger code, police_at instant?, account id?, earlier blob?, lead blob?, people int)
SELECT c.id, c.ref, c.number, c.at, c.east, c.caller, c.danger, c.police_at, c.account, p.ref AS earlier, l.ref AS lead,
	(SELECT COUNT(*) FROM call_person x WHERE x.call = c.id) AS people
FROM call c LEFT JOIN call p ON p.id = c.earlier LEFT JOIN lead l ON l.id = c.lead
WHERE c.org = :org AND c.at < :until_at ORDER BY c.at DESC, c.id DESC LIMIT 200;

-- name: duty_add :one (org id, account id, from_at instant, until_at instant, act id) -> (id id)
INSERT INTO duty (org, account, from_at, until_at, act) VALUES (:org, :account, :from_at, :until_at, :act) RETURNING id;

-- name: duty_speech_add :run (duty id, speech code)
INSERT INTO duty_speech (duty, speech) VALUES (:duty, :speech);

-- Who answers now and next.
-- scope: keeper colleagues of the organisation
-- name: duty_all :many (org id, now instant) -> (id id, account id, from_at instant, until_at instant)
SELECT id, account, from_at, until_at FROM duty WHERE org = :org AND until_at > :now ORDER BY from_at, id LIMIT 60;

-- name: duty_speeches :many (duty id) -> (speech code)
SELECT speech FROM duty_speech WHERE duty = :duty ORDER BY speech;
