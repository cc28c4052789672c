-- Persons: their references, their keys, and what stands between an organisation and a person.

-- name: on_person :one (ref blob) -> (id id)
SELECT id FROM person WHERE ref = :ref;

-- name: person_add :one (ref blob, org id, act id) -> (id id)
INSERT INTO person (ref, org, act) VALUES (:ref, :org, :act) RETURNING id;

-- name: person_get :one (id id) -> (ref blob, org id)
SELECT ref, org FROM person WHERE id = :id;

-- name: person_key_of :one (person id, compartment code) -> (wrapped blob)
SELECT wrapped FROM person_key WHERE person = :person AND compartment = :compartment;

-- name: person_key_add :run (person id, compartment code, wrapped blob)
INSERT INTO person_key (person, compartment, wrapped) VALUES (:person, :compartment, :wrapped);

-- Bits REL_MET, REL_SUPPORTS, REL_DECIDER, REL_OFFERED; no row where there is no relation.
-- name: relation_kinds :one (person id, org id) -> (kinds int)
SELECT kinds FROM relation WHERE person = :person AND org = :org;

-- Organisations that have to do with a person, and how: bits as above.
-- name: relation_orgs :many (person id) -> (org id, kinds int)
SELECT org, kinds FROM relation WHERE person = :person ORDER BY org;

-- Persons an organisation works with (7: met, supports, decides), newest record first, without those whose file is closed
-- to the account that asks.
-- name: person_page :many (scope_org id, unit id, account id, before id, count int)
--   -> (ref blob, status code, age code, sex code, speech code, municipality code, since day)
SELECT p.ref, n.status, n.age, n.sex, n.speech, n.municipality, n.since
FROM relation r JOIN person p ON p.id = r.person JOIN person_now n ON n.person = r.person
WHERE r.org = :scope_org AND r.person < :before AND (r.kinds & 7) <> 0 AND {open_to r.person}
ORDER BY r.person DESC LIMIT :count;

-- The same, of one of them.
-- name: person_mine :one (scope_org id, unit id, account id, person id)
--   -> (ref blob, status code, age code, sex code, speech code, municipality code, since day)
SELECT p.ref, n.status, n.age, n.sex, n.speech, n.municipality, n.since
FROM relation r JOIN person p ON p.id = r.person JOIN person_now n ON n.person = r.person
WHERE r.person = :person AND r.org = :scope_org AND (r.kinds & 7) <> 0 AND {open_to r.person};

-- Those of them whose record carries a token, and whether the organisation itself wrote that record.
-- name: person_with_token :many (scope_org id, unit id, account id, family code, token blob) -> (id id, own code)
SELECT p.id, MAX(CASE WHEN i.org = :scope_org THEN 1 ELSE 0 END) AS own
FROM identity_token t JOIN identity i ON i.id = t.identity JOIN relation r ON r.person = t.person AND r.org = :scope_org
	JOIN person p ON p.id = t.person
WHERE t.family = :family AND t.token = :token AND (r.kinds & 7) <> 0
	AND {open_to t.person}
GROUP BY p.id, p.ref ORDER BY p.ref LIMIT 50;

-- name: person_stands :one (person id) -> (ref blob, status code, age code, sex code, speech code, municipality code,
--   since day, reflection_from day?, reflection_to day?, place blob?, label text?, place_org text?)
SELECT p.ref, n.status, n.age, n.sex, n.speech, n.municipality, n.since, n.reflection_from, n.reflection_to,
	l.ref AS place, l.label, o.name AS place_org
FROM person p JOIN person_now n ON n.person = p.id LEFT JOIN place l ON l.id = n.place LEFT JOIN org o ON o.id = l.org
WHERE p.id = :person;

-- Every fact that stands about a person, newest first: kind as in enum FACT_*, detail in the kind's own code list. Who may
-- see a sheet (16) its definition and her consent say (core/sheet.h): they are weighed by who asks here.
-- `sort` tells a presumption (1), which has no detail, from a decision, and one trait from another (enum TRAIT_*). That
-- two documents were found equal (why 1) is for who works with both persons: it tells of a record of somebody else.
-- name: timeline :many (person id, org id, unit id, account id) -> (kind code, happened day, precision code, at instant, org id,
--   org_name text, detail code?, sort code)
SELECT f.kind, f.happened, f.precision, a.at, f.org, o.name AS org_name, f.detail, f.sort FROM (
	SELECT 1 AS kind, s.happened, s.precision, s.act, s.org, s.source AS detail, 0 AS sort FROM signal s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 23, s.happened, s.precision, s.act, s.org, NULL, 0 FROM arrival s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 2, s.happened, s.precision, s.act, s.org, s.result, 0 FROM screening s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 3, s.happened, s.precision, s.act, s.org, NULL, 0 FROM identity s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM identity x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 4, s.happened, s.precision, s.act, s.org, s.state, 0 FROM consent s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 5, s.happened, s.precision, s.act, s.org, NULL, 0 FROM barred s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM barred x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 6, s.happened, s.precision, s.act, s.org, s.purpose, 0 FROM referral s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM referral x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 7, s.happened, s.precision, s.act, s.org, s.state, 0 FROM referral_answer s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM referral_answer x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 7, s.happened, s.precision, s.act, s.org, CASE WHEN s.decline IS NULL THEN 4 ELSE 5 END, 0 FROM referral_end s
	WHERE s.person = :person AND s.void = 0
	UNION ALL
	SELECT 17, s.happened, s.precision, s.act, s.org, NULL, 0 FROM referral_reply s
	WHERE s.person = :person AND s.void = 0
	UNION ALL
	SELECT 21, s.happened, s.precision, s.act, s.org, NULL, 0 FROM member s
	WHERE s.person = :person AND s.void = 0
	UNION ALL
	SELECT 8, s.happened, s.precision, s.act, s.org, NULL, 0 FROM placement s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM placement x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT CASE WHEN COALESCE(s.kind, 1) = 1 THEN 9 ELSE 18 END, s.happened, s.precision, s.act, s.org, s.kind, 0 FROM clock s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM clock x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 19, s.happened, s.precision, s.act, s.org, s.asked_by, 0 FROM review s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM review x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 10, s.happened, s.precision, s.act, s.org, CASE WHEN s.stage = 1 THEN NULL ELSE s.outcome END, s.stage
	FROM decision s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 11, s.happened, s.precision, s.act, s.org, s.need, 0 FROM service s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM service x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 12, s.happened, s.precision, s.act, s.org, s.state, 0 FROM link s
	WHERE (s.person = :person OR s.other = :person) AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = s.id)
		AND (COALESCE(s.why, 0) <> 1 OR ((SELECT COUNT(*) FROM relation r WHERE r.person IN (s.person, s.other)
				AND r.org = :org AND (r.kinds & 7) <> 0) = 2
			AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.person IN (s.person, s.other) AND c.org = :org
				AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
			AND NOT EXISTS (SELECT 1 FROM conflict z WHERE z.person IN (s.person, s.other) AND z.account = :account)
			AND NOT EXISTS (SELECT 1 FROM own_token w JOIN identity_token y ON y.family = w.family AND y.token = w.token
				WHERE w.account = :account AND y.person IN (s.person, s.other))))
	UNION ALL
	SELECT 14, s.happened, s.precision, s.act, s.org, s.value, s.kind FROM trait s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM trait x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 16, s.happened, s.precision, s.act, s.org, s.kind, 0 FROM sheet s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM sheet x WHERE x.supersedes = s.id)
		AND NOT EXISTS (SELECT 1 FROM sheet_settled t WHERE t.sheet = s.id)
		AND (s.unseen_org IS NULL OR s.unseen_org <> :org OR (s.unseen_unit IS NOT NULL AND :unit NOT IN (s.unseen_unit, 0)))
	UNION ALL
	SELECT 20, s.happened, s.precision, s.act, s.org, s.media, 0 FROM attachment s
	WHERE s.person = :person AND s.org = :org AND s.void = 0
) f JOIN act a ON a.n = f.act JOIN org o ON o.id = f.org
ORDER BY f.happened DESC, f.act DESC, f.kind DESC;

-- name: note_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM note;

-- name: note_insert :run (id id, person id, org id, kind code, fact id, happened day, act id, text blob,
--   vault code?)
INSERT INTO note (id, person, org, kind, fact, happened, act, text, vault)
VALUES (:id, :person, :org, :kind, :fact, :happened, :act, :text, :vault);

-- name: note_of_fact :one (person id, kind code, fact id) -> (id id, text blob, vault code?)
SELECT id, text, vault FROM note WHERE kind = :kind AND fact = :fact AND person = :person ORDER BY id DESC LIMIT 1;

-- Notes one organisation wrote about a person, newest first; a sheet's texts (16) are read with the sheet.
-- name: note_list :many (person id, org id) -> (id id, kind code, happened day, text blob, vault code?)
SELECT id, kind, happened, text, vault FROM note WHERE person = :person AND org = :org AND kind NOT IN (16, 22)
ORDER BY id DESC LIMIT 500;

-- Who did or saw something about a person, newest first. Names are those of today.
-- name: looks :many (person id) -> (at instant, actor id, op text, verdict code, use code?, org_name text?,
--   unit_name text?)
SELECT a.at, a.actor, a.op, a.verdict, a.use, o.name AS org_name, u.name AS unit_name
FROM audit a LEFT JOIN account c ON c.id = a.actor LEFT JOIN org o ON o.id = a.org LEFT JOIN unit u ON u.id = c.unit
WHERE a.person = :person ORDER BY a.n DESC LIMIT 2000;

-- Organisations that work with a person, or were asked to and have not answered (15: met, supports, decides, offered), and
-- since which day: of its first sign, or of the first referral to it that stands.
-- name: person_party :many (person id) -> (code text, name text, kind code, kinds int, since day?)
SELECT o.code, o.name, o.kind, r.kinds,
	(SELECT MIN(x.day) FROM (SELECT s.happened AS day FROM signal s WHERE s.person = :person AND s.org = o.id AND s.void = 0
			AND NOT EXISTS (SELECT 1 FROM signal y WHERE y.supersedes = s.id)
		UNION ALL SELECT f.happened AS day FROM referral_now n JOIN referral f ON f.id = n.referral
		WHERE n.person = :person AND n.receiver = o.id AND n.state IN (1, 2)) x) AS since
FROM relation r JOIN org o ON o.id = r.org WHERE r.person = :person AND (r.kinds & 15) <> 0 ORDER BY o.name, o.id;
