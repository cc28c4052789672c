-- What persons agreed to, and who may never see their file.

-- name: consent_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, purpose code, recipient id, state code, speech code, read_aloud code, expires day?,
--   scope int?, given_by code?, account id?) -> (id id)
INSERT INTO consent (person, org, happened, precision, act, certainty, void, supersedes, ref, purpose, recipient, state,
	speech, read_aloud, expires, scope, given_by, account)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :purpose, :recipient, :state,
	:speech, :read_aloud, :expires, :scope, :given_by, :account)
RETURNING id;

-- What stands for one recipient and purpose: the newest word.
-- name: consent_standing :one (person id, recipient id, purpose code) -> (id id, state code, expires day?)
SELECT id, state, expires FROM consent c
WHERE c.person = :person AND c.recipient = :recipient AND c.purpose = :purpose AND c.void = 0
	AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.supersedes = c.id)
ORDER BY id DESC LIMIT 1;

-- The newest word per recipient and purpose.
-- name: consent_all :many (person id) -> (ref blob, purpose code, org_code text, org_name text, state code, speech code,
--   read_aloud code, happened day, expires day?, scope int?, given_by code?, from_name text)
SELECT c.ref, c.purpose, o.code AS org_code, o.name AS org_name, c.state, c.speech, c.read_aloud, c.happened, c.expires,
	c.scope, c.given_by, f.name AS from_name
FROM consent c JOIN org o ON o.id = c.recipient JOIN org f ON f.id = c.org
WHERE c.person = :person AND c.id = (SELECT MAX(n.id) FROM consent n
	WHERE n.person = :person AND n.recipient = c.recipient AND n.purpose = c.purpose AND n.void = 0
		AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.supersedes = n.id))
ORDER BY c.id;

-- Behind each referral to an organisation that is open or accepted: the newest word on its purpose, if there is one.
-- name: consent_behind :many (person id, org id) -> (referral_state code, state code?, expires day?, scope int?)
SELECT n.state AS referral_state, c.state, c.expires, c.scope
FROM referral f JOIN referral_now n ON n.referral = f.id LEFT JOIN consent c ON c.id = (SELECT MAX(x.id) FROM consent x
	WHERE x.person = f.person AND x.recipient = f.receiver AND x.purpose = f.purpose AND x.void = 0
		AND NOT EXISTS (SELECT 1 FROM consent y WHERE y.supersedes = x.id))
WHERE f.person = :person AND f.receiver = :org AND n.state IN (1, 2) ORDER BY f.id;

-- Referrals that are open or accepted and stood on a consent that is no more.
-- name: consent_referrals :many (person id, recipient id, purpose code) -> (id id, receiver id, state code)
SELECT n.referral AS id, n.receiver, n.state FROM referral f JOIN referral_now n ON n.referral = f.id
WHERE f.person = :person AND f.receiver = :recipient AND f.purpose = :purpose AND n.state IN (1, 2) ORDER BY n.referral;

-- Consents whose last day is over, where they are the newest word.
-- name: consent_past :many (person id, today day) -> (org id, recipient id, purpose code)
SELECT c.org, c.recipient, c.purpose FROM consent c
WHERE c.person = :person AND c.state = 1 AND c.expires < :today AND c.id = (SELECT MAX(n.id) FROM consent n
	WHERE n.person = :person AND n.recipient = c.recipient AND n.purpose = c.purpose AND n.void = 0
		AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.supersedes = n.id))
ORDER BY c.id;

-- A stay that goes on, at a place of that organisation.
-- name: consent_stay :one (person id, org id) -> (id id, place id)
SELECT p.id, p.place FROM placement p JOIN place l ON l.id = p.place
WHERE p.person = :person AND l.org = :org AND p.void = 0
	AND NOT EXISTS (SELECT 1 FROM placement s WHERE s.supersedes = p.id)
	AND NOT EXISTS (SELECT 1 FROM placement_end e WHERE e.placement = p.id)
ORDER BY p.id DESC LIMIT 1;
