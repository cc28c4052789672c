-- Groups: people found together, as lists of an organisation.

-- name: group_add :one (ref blob, org id, label text, municipality code, happened day, act id) -> (id id)
INSERT INTO grp (ref, org, label, municipality, happened, act)
VALUES (:ref, :org, :label, :municipality, :happened, :act)
RETURNING id;

-- A group by reference, if it is the organisation's own.
-- name: group_own :one (ref blob, org id) -> (id id, label text, municipality code, happened day)
SELECT id, label, municipality, happened FROM grp WHERE ref = :ref AND org = :org;

-- name: group_member_add :run (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, grp id)
INSERT INTO member (person, org, happened, precision, act, certainty, void, supersedes, grp)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :grp);

-- Whether somebody stands in a group.
-- name: group_has :one (grp id, person id) -> (n int)
SELECT COUNT(*) AS n FROM member WHERE grp = :grp AND person = :person AND void = 0;

-- Groups of an organisation, the newest first.
-- name: group_of_org :many (org id) -> (id id, ref blob, label text, municipality code, happened day)
SELECT id, ref, label, municipality, happened FROM grp WHERE org = :org ORDER BY id DESC LIMIT 200;

-- How many people of a group the account would be shown, and how many it has.
-- name: group_people :one (scope_org id, unit id, account id, grp id) -> (n int, members int)
SELECT COUNT(CASE WHEN (r.kinds & 7) <> 0
		AND {open_to m.person} THEN 1 END) AS n, COUNT(*) AS members
FROM member m LEFT JOIN relation r ON r.person = m.person AND r.org = :scope_org
WHERE m.grp = :grp AND m.void = 0;

-- The people of a group whom the organisation works with, without those whose file is closed to who asks; `states` are bits
-- 1 << enum REFERRAL_*: what became of the referrals of each that the organisation sent or was sent.
-- name: group_members :many (scope_org id, unit id, account id, grp id)
--   -> (ref blob, status code, age code, sex code, speech code, since day, states int)
SELECT p.ref, n.status, n.age, n.sex, n.speech, n.since,
	(SELECT CAST(COALESCE(SUM(DISTINCT 1 << s.state), 0) AS BIGINT) FROM referral f JOIN referral_now s ON s.referral = f.id
		WHERE f.person = m.person AND (f.org = :scope_org OR f.receiver = :scope_org)) AS states
FROM member m JOIN relation r ON r.person = m.person AND r.org = :scope_org
	JOIN person p ON p.id = m.person JOIN person_now n ON n.person = m.person
WHERE m.grp = :grp AND m.void = 0 AND (r.kinds & 7) <> 0
	AND {open_to m.person}
ORDER BY m.person LIMIT 2000;
