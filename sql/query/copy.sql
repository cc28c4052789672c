-- All that is kept about one person, for her own copy (core/copy.c).

-- The signs that stand.
-- name: copy_signals :many (person id) -> (happened day, org_name text, municipality code, source code, age code, sex code,
--   speech code)
SELECT s.happened, o.name AS org_name, s.municipality, s.source, s.age, s.sex, s.speech
FROM signal s JOIN org o ON o.id = s.org
WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = s.id)
ORDER BY s.happened, s.id;

-- Her registration on arrival.
-- name: copy_arrivals :many (person id) -> (happened day, org_name text, municipality code, age code, sex code, speech code,
--   country code?, accompanied code?, leaflet code?)
SELECT s.happened, o.name AS org_name, s.municipality, s.age, s.sex, s.speech, s.country, s.accompanied, s.leaflet
FROM arrival s JOIN org o ON o.id = s.org
WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = s.id)
ORDER BY s.happened, s.id;

-- Each organisation's newest record of a name.
-- name: copy_identities :many (person id) -> (id id, happened day, org_name text)
SELECT i.id, i.happened, o.name AS org_name FROM identity i JOIN org o ON o.id = i.org
WHERE i.person = :person AND i.void = 0 AND NOT EXISTS (SELECT 1 FROM identity x WHERE x.supersedes = i.id)
ORDER BY i.happened, i.id;

-- What was written in free words, but for the texts of sheets (16), which stand with them.
-- name: copy_notes :many (person id) -> (id id, org id, happened day, text blob, vault code?, org_name text)
SELECT n.id, n.org, n.happened, n.text, n.vault, o.name AS org_name FROM note n JOIN org o ON o.id = n.org
WHERE n.person = :person AND n.kind NOT IN (16, 22) ORDER BY n.happened, n.id;

-- Every set of questions that was asked, and how.
-- name: copy_screenings :many (person id) -> (id id, org id, instrument code, version code, speech code, happened day, org_name text,
--   asked code?, proactive code?, private code?, interpreted code?, adult code?, breaks code?, recorded code?, complete code?,
--   municipality code?)
SELECT s.id, s.org, s.instrument, s.version, s.speech, s.happened, o.name AS org_name, m.asked, m.proactive, m.private,
	m.interpreted, m.adult, m.breaks, m.recorded, m.complete, m.municipality
FROM screening s JOIN org o ON o.id = s.org LEFT JOIN screening_more m ON m.screening = s.id
WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id)
ORDER BY s.happened, s.id;

-- Whom she shut out.
-- name: copy_barred :many (person id) -> (happened day, org_name text, target_name text, unit_name text?)
SELECT b.happened, o.name AS org_name, t.name AS target_name, u.name AS unit_name
FROM barred b JOIN org o ON o.id = b.org JOIN org t ON t.id = b.target LEFT JOIN unit u ON u.id = b.unit
WHERE b.person = :person AND b.void = 0 AND NOT EXISTS (SELECT 1 FROM barred x WHERE x.supersedes = b.id)
ORDER BY b.happened, b.id;
