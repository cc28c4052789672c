-- What persons agreed to, and who may never see their file.

-- name: consent_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, purpose code, recipient id, state code, speech code, read_aloud code, expires day?)
--   -> (id id)
INSERT INTO consent (person, org, happened, precision, act, certainty, void, supersedes, ref, purpose, recipient, state,
	speech, read_aloud, expires)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :purpose, :recipient, :state,
	:speech, :read_aloud, :expires)
RETURNING id;

-- What stands for one recipient and purpose: the newest word.
-- name: consent_standing :one (person id, recipient id, purpose code) -> (id id, state code, expires day?)
SELECT id, state, expires FROM consent c
WHERE c.person = :person AND c.recipient = :recipient AND c.purpose = :purpose AND c.void = 0
	AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.supersedes = c.id)
ORDER BY id DESC LIMIT 1;

-- The newest word per recipient and purpose.
-- name: consent_all :many (person id) -> (ref blob, purpose code, org_code text, org_name text, state code, speech code,
--   read_aloud code, happened day, expires day?)
SELECT c.ref, c.purpose, o.code AS org_code, o.name AS org_name, c.state, c.speech, c.read_aloud, c.happened, c.expires
FROM consent c JOIN org o ON o.id = c.recipient
WHERE c.person = :person AND c.id = (SELECT MAX(n.id) FROM consent n
	WHERE n.person = :person AND n.recipient = c.recipient AND n.purpose = c.purpose AND n.void = 0
		AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.supersedes = n.id))
ORDER BY c.id;

-- Referrals that wait for an answer and stood on a consent that is no more.
-- name: consent_open_referrals :many (person id, recipient id, purpose code) -> (id id, sender id)
SELECT n.referral AS id, n.sender FROM referral f JOIN referral_now n ON n.referral = f.id
WHERE f.person = :person AND f.receiver = :recipient AND f.purpose = :purpose AND n.state = 1 ORDER BY n.referral;

-- name: block_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, unit id) -> (id id)
INSERT INTO block (person, org, happened, precision, act, certainty, void, supersedes, ref, unit)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :unit)
RETURNING id;

-- name: block_all :many (person id) -> (ref blob, unit_code text, unit_name text, org_name text, happened day)
SELECT b.ref, u.code AS unit_code, u.name AS unit_name, o.name AS org_name, b.happened
FROM block b JOIN unit u ON u.id = b.unit JOIN org o ON o.id = u.org
WHERE b.person = :person AND b.void = 0 AND NOT EXISTS (SELECT 1 FROM block x WHERE x.supersedes = b.id)
ORDER BY b.id;
