-- Records that are made of facts about persons for figures (core/made.h): what stood after one act, in the order of their
-- days, and of their organisations within a day.

-- name: made_act_at :one (act id) -> (at instant)
SELECT at FROM act WHERE n = :act;

-- scope: national
-- name: made_signals :many (act id) -> (id id, person id, org id, happened day, municipality code, age code, sex code)
SELECT s.id, s.person, s.org, s.happened, s.municipality, s.age, s.sex FROM signal s
WHERE s.act <= :act AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = s.id AND x.act <= :act);

-- name: made_sign :one (id id) -> (ref blob, at instant, precision code)
SELECT s.ref, a.at, s.precision FROM signal s JOIN act a ON a.n = s.act WHERE s.id = :id;

-- scope: national
-- name: made_traits :many (kind code, act id) -> (person id, happened day, value code)
SELECT t.person, t.happened, t.value FROM trait t
WHERE t.kind = :kind AND t.act <= :act AND t.void = 0
	AND NOT EXISTS (SELECT 1 FROM trait x WHERE x.supersedes = t.id AND x.act <= :act);

-- scope: national
-- name: made_decisions :many (act id) -> (person id, org id, happened day, stage code, outcome code, form code)
SELECT d.person, d.org, d.happened, d.stage, d.outcome, d.form FROM decision d
WHERE d.act <= :act AND d.void = 0
	AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.supersedes = d.id AND x.act <= :act);

-- scope: national
-- name: made_screenings :many (act id) -> (person id, org id, happened day)
SELECT s.person, s.org, s.happened FROM screening s
WHERE s.act <= :act AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id AND x.act <= :act);

-- Questions asked in those years, and how.
-- scope: national
-- name: made_screenings_all :many (from_day day, to_day day, act id) -> (id id, person id, org id, happened day, ref blob, at instant,
--   precision code, instrument code, result code, municipality code?, asked code?, proactive code?, complete code, judged code?)
SELECT s.id, s.person, s.org, s.happened, s.ref, a.at, s.precision, s.instrument, s.result, m.municipality, m.asked, m.proactive,
	COALESCE(m.complete, 1) AS complete, m.judged
FROM screening s JOIN act a ON a.n = s.act LEFT JOIN screening_more m ON m.screening = s.id
WHERE s.happened BETWEEN :from_day AND :to_day AND s.act <= :act AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id AND x.act <= :act)
ORDER BY s.happened, s.org, s.id;

-- Whom they were for (1: a group of people).
-- scope: national
-- name: made_screening_targets :many (from_day day, to_day day, act id) -> (screening id, value code)
SELECT k.screening, k.value FROM screening s JOIN screening_mark k ON k.screening = s.id AND k.kind = 1
WHERE s.happened BETWEEN :from_day AND :to_day AND s.act <= :act AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id AND x.act <= :act)
ORDER BY s.happened, s.org, s.id, k.value;

-- Help that began: a referral for support (1) or health (3) that was accepted (2), and help that was given.
-- scope: national
-- name: made_helps :many (act id) -> (person id, happened day)
SELECT w.person, w.happened FROM referral_answer w JOIN referral f ON f.id = w.referral
WHERE w.state = 2 AND f.purpose IN (1, 3) AND w.act <= :act AND w.void = 0
	AND NOT EXISTS (SELECT 1 FROM referral_answer x WHERE x.supersedes = w.id AND x.act <= :act)
UNION ALL
SELECT s.person, s.happened FROM service s
WHERE s.act <= :act AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM service x WHERE x.supersedes = s.id AND x.act <= :act);

-- People registered on arrival.
-- scope: national
-- name: made_arrivals :many (from_day day, to_day day, act id) -> (id id, person id, org id, happened day, ref blob, at instant,
--   precision code, municipality code, age code, sex code, country code?, route code?, accompanied code?, leaflet code?, wishes code)
SELECT s.id, s.person, s.org, s.happened, s.ref, a.at, s.precision, s.municipality, s.age, s.sex, s.country, s.route, s.accompanied,
	s.leaflet, s.wishes
FROM arrival s JOIN act a ON a.n = s.act
WHERE s.happened BETWEEN :from_day AND :to_day AND s.act <= :act AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = s.id AND x.act <= :act)
ORDER BY s.happened, s.org, s.id;

-- Signals to the triage desk, and how each stood then. They are about nobody.
-- scope: national
-- name: made_leads :many (from_at instant, until_at instant, act id) -> (id id, desk id, org id?, ref blob, at instant, source code,
--   municipality code?, danger code, state code, outcome code?, topic code?)
SELECT l.id, l.desk, l.org, l.ref, l.at, l.source, l.municipality, l.danger, s.state, s.outcome, s.topic
FROM lead l JOIN lead_step s ON s.lead = l.id AND s.act <= :act
	AND NOT EXISTS (SELECT 1 FROM lead_step n WHERE n.lead = l.id AND n.id > s.id AND n.act <= :act)
WHERE l.at >= :from_at AND l.at < :until_at AND l.act <= :act ORDER BY l.id;

-- Consents that were given, also those that ended later.
-- scope: national
-- name: made_consents :many (state code, act id) -> (person id, recipient id, happened day)
SELECT c.person, c.recipient, c.happened FROM consent c
WHERE c.state = :state AND c.act <= :act AND c.void = 0
	AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.supersedes = c.id AND x.act <= :act AND x.void = 1);

-- scope: national
-- name: made_placements :many (act id) -> (person id, org id, happened day)
SELECT p.person, p.org, p.happened FROM placement p
WHERE p.act <= :act AND p.void = 0
	AND NOT EXISTS (SELECT 1 FROM placement x WHERE x.supersedes = p.id AND x.act <= :act);

-- scope: national
-- name: made_services :many (from_day day, to_day day, act id) -> (id id, person id, org id, happened day, need code,
--   ref blob, at instant, precision code, ends day?, provider id?, cost int?, grant_number text?)
SELECT s.id, s.person, s.org, s.happened, s.need, s.ref, a.at, s.precision, m.ends, m.provider, m.cost, m.grant_number
FROM service s JOIN act a ON a.n = s.act LEFT JOIN service_more m ON m.service = s.id
WHERE s.happened BETWEEN :from_day AND :to_day AND s.act <= :act AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM service x WHERE x.supersedes = s.id AND x.act <= :act)
ORDER BY s.happened, s.org, s.id;

-- Referrals, with what became of each by then.
-- scope: national
-- name: made_referrals :many (from_day day, to_day day, act id) -> (id id, person id, org id, happened day,
--   ref blob, at instant, precision code, receiver id, purpose code, due_at instant, danger code?, answer code?,
--   decline code?, answered_at instant?, ended id?, end_decline code?)
SELECT r.id, r.person, r.org, r.happened, r.ref, a.at, r.precision, r.receiver, r.purpose, r.due_at, r.danger,
	w.state AS answer, w.decline, w.answered_at, e.id AS ended, e.decline AS end_decline
FROM referral r JOIN act a ON a.n = r.act
	LEFT JOIN referral_answer w ON w.referral = r.id AND w.act <= :act
	LEFT JOIN referral_end e ON e.referral = r.id AND e.act <= :act
WHERE r.happened BETWEEN :from_day AND :to_day AND r.act <= :act AND r.void = 0
ORDER BY r.happened, r.org, r.id;

-- scope: national
-- name: made_referral_needs :many (from_day day, to_day day, act id) -> (referral id, need code)
SELECT n.referral, n.need FROM referral r JOIN referral_need n ON n.referral = r.id
WHERE r.happened BETWEEN :from_day AND :to_day AND r.act <= :act AND r.void = 0
ORDER BY r.happened, r.org, r.id, n.need;

-- Records of one sheet of the file.
-- scope: national
-- name: made_sheets :many (kind code, act id) -> (id id, person id, org id, happened day, ref blob, at instant,
--   precision code)
SELECT s.id, s.person, s.org, s.happened, s.ref, a.at, s.precision FROM sheet s JOIN act a ON a.n = s.act
WHERE s.kind = :kind AND s.act <= :act AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM sheet x WHERE x.supersedes = s.id AND x.act <= :act)
	AND NOT EXISTS (SELECT 1 FROM sheet_settled t WHERE t.sheet = s.id AND t.act <= :act)
ORDER BY s.happened, s.org, s.id;

-- Their values, but words.
-- scope: national
-- name: made_sheet_values :many (kind code, act id) -> (sheet id, happened day, org id, field code, amount
--   int?)
SELECT v.sheet, s.happened, s.org, v.field, v.amount FROM sheet s JOIN sheet_value v ON v.sheet = s.id
WHERE s.kind = :kind AND s.act <= :act AND s.void = 0
ORDER BY s.happened, s.org, s.id, v.field, v.rank;

-- Times that run, and what became of each, the oldest change first.
-- scope: national
-- name: made_clocks :many (act id) -> (id id, person id, org id, happened day, ref blob, at instant, precision code,
--   ends day, kind code?)
SELECT c.id, c.person, c.org, c.happened, c.ref, a.at, c.precision, c.ends, c.kind FROM clock c JOIN act a ON a.n = c.act
WHERE c.act <= :act AND c.void = 0 AND NOT EXISTS (SELECT 1 FROM clock x WHERE x.supersedes = c.id AND x.act <= :act)
ORDER BY c.happened, c.org, c.id;

-- scope: national
-- name: made_clock_changes :many (act id) -> (clock id, happened day, what code, why code?, ends day)
SELECT h.clock, h.happened, h.what, h.why, h.ends FROM clock c JOIN clock_change h ON h.clock = c.id
WHERE c.act <= :act AND c.void = 0 AND NOT EXISTS (SELECT 1 FROM clock x WHERE x.supersedes = c.id AND x.act <= :act)
	AND h.act <= :act AND h.void = 0
	AND NOT EXISTS (SELECT 1 FROM clock_change x WHERE x.supersedes = h.id AND x.act <= :act)
ORDER BY c.happened, c.org, c.id, h.id;
