-- People no agency recorded (core/estimate.h).

-- Who recorded whom in these days, as it stood after one act: signs, questions asked, decisions, stays, help; and, as `sent`, who
-- took a person over from another body.
-- scope: national
-- name: estimate_mentions :many (from_day day, to_day day, act id, accepted code) -> (person id, org id, happened day,
--   sent code, sender id)
SELECT s.person, s.org, s.happened, 0 AS sent, s.org AS sender FROM signal s
WHERE s.happened BETWEEN :from_day AND :to_day AND s.act <= :act AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = s.id AND x.act <= :act)
UNION ALL SELECT s.person, s.org, s.happened, 0 AS sent, s.org AS sender FROM screening s
WHERE s.happened BETWEEN :from_day AND :to_day AND s.act <= :act AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id AND x.act <= :act)
UNION ALL SELECT d.person, d.org, d.happened, 0 AS sent, d.org AS sender FROM decision d
WHERE d.happened BETWEEN :from_day AND :to_day AND d.act <= :act AND d.void = 0
	AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.supersedes = d.id AND x.act <= :act)
UNION ALL SELECT p.person, p.org, p.happened, 0 AS sent, p.org AS sender FROM placement p
WHERE p.happened BETWEEN :from_day AND :to_day AND p.act <= :act AND p.void = 0
	AND NOT EXISTS (SELECT 1 FROM placement x WHERE x.supersedes = p.id AND x.act <= :act)
UNION ALL SELECT h.person, h.org, h.happened, 0 AS sent, h.org AS sender FROM service h
WHERE h.happened BETWEEN :from_day AND :to_day AND h.act <= :act AND h.void = 0
	AND NOT EXISTS (SELECT 1 FROM service x WHERE x.supersedes = h.id AND x.act <= :act)
UNION ALL SELECT r.person, r.receiver AS org, w.happened, 1 AS sent, r.org AS sender
FROM referral r JOIN referral_answer w ON w.referral = r.id AND w.act <= :act AND w.state = :accepted AND w.void = 0
WHERE w.happened BETWEEN :from_day AND :to_day AND r.act <= :act AND r.void = 0
	AND NOT EXISTS (SELECT 1 FROM referral x WHERE x.supersedes = r.id AND x.act <= :act)
	AND NOT EXISTS (SELECT 1 FROM referral_answer x WHERE x.supersedes = w.id AND x.act <= :act);

-- Who was sent where and taken over by then, also long before: whoever records her later did not find her.
-- scope: national
-- name: estimate_sent :many (to_day day, act id, accepted code) -> (person id, org id, happened day, sender id)
SELECT r.person, r.receiver AS org, r.happened, r.org AS sender
FROM referral r JOIN referral_answer w ON w.referral = r.id AND w.act <= :act AND w.state = :accepted AND w.void = 0
WHERE r.happened <= :to_day AND r.act <= :act AND r.void = 0
	AND NOT EXISTS (SELECT 1 FROM referral x WHERE x.supersedes = r.id AND x.act <= :act)
	AND NOT EXISTS (SELECT 1 FROM referral_answer x WHERE x.supersedes = w.id AND x.act <= :act);

-- Likenesses found by then, and the newest word on each that stood; "not sure" (4) is none.
-- scope: national
-- name: estimate_likenesses :many (act id) -> (person id, other id, state code?)
SELECT l.person, l.other, (SELECT n.state FROM link n WHERE n.id = (SELECT MAX(k.id) FROM link k
	WHERE k.person = l.person AND k.other = l.other AND k.act <= :act AND k.void = 0 AND k.state <> 4
		AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = k.id AND x.act <= :act))) AS state
FROM likeness l WHERE l.act <= :act;

-- name: estimate_add :one (ref blob, org id, from_year int, year int, whom code, strata code, as_of day, upto id,
--   resamples int, seed int, act id) -> (id id)
INSERT INTO estimate (ref, org, from_year, year, whom, strata, as_of, upto, resamples, seed, act)
VALUES (:ref, :org, :from_year, :year, :whom, :strata, :as_of, :upto, :resamples, :seed, :act) RETURNING id;

-- name: estimate_list_add :run (estimate id, kind code, place int, n int, sent int)
INSERT INTO estimate_list (estimate, kind, place, n, sent) VALUES (:estimate, :kind, :place, :n, :sent);

-- name: estimate_cell_add :run (estimate id, stratum code, own code, history int, n int)
INSERT INTO estimate_cell (estimate, stratum, own, history, n) VALUES (:estimate, :stratum, :own, :history, :n);

-- name: estimate_pair_add :run (estimate id, first int, second int, missed int)
INSERT INTO estimate_pair (estimate, first, second, missed) VALUES (:estimate, :first, :second, :missed);

-- name: estimate_run_add :run (estimate id, state code)
INSERT INTO estimate_run (estimate, state, done, parts) VALUES (:estimate, :state, 0, 0);

-- name: estimate_run_set :run (estimate id, state code, done int, parts int)
UPDATE estimate_run SET state = :state, done = :done, parts = :parts WHERE estimate = :estimate;

-- name: estimate_run_get :one (estimate id) -> (state code, done int, parts int)
SELECT state, done, parts FROM estimate_run WHERE estimate = :estimate;

-- How many wait or run.
-- name: estimate_busy :one (waiting code, running code) -> (n int)
SELECT COUNT(*) AS n FROM estimate_run WHERE state = :waiting OR state = :running;

-- The next to be counted; one that runs was cut off, and begins anew.
-- name: estimate_next :one (waiting code, running code) -> (id id, resamples int, seed int, strata code)
SELECT e.id, e.resamples, e.seed, e.strata FROM estimate e JOIN estimate_run r ON r.estimate = e.id
WHERE r.state = :waiting OR r.state = :running ORDER BY e.id LIMIT 1;

-- name: estimate_lists :many (estimate id) -> (kind code, place int, n int, sent int)
SELECT kind, place, n, sent FROM estimate_list WHERE estimate = :estimate ORDER BY place, kind;

-- name: estimate_cells :many (estimate id) -> (stratum code, own code, history int, n int)
SELECT stratum, own, history, n FROM estimate_cell WHERE estimate = :estimate ORDER BY stratum, own, history;

-- name: estimate_pairs :many (estimate id) -> (first int, second int, missed int)
SELECT first, second, missed FROM estimate_pair WHERE estimate = :estimate ORDER BY first, second;

-- name: estimate_end_add :one (estimate id, state code, finding code?, observed int?, value int?, low int?, high int?,
--   act id) -> (id id)
INSERT INTO estimate_end (estimate, state, finding, observed, value, low, high, act)
VALUES (:estimate, :state, :finding, :observed, :value, :low, :high, :act) RETURNING id;

-- name: estimate_row_add :run (estimate_end id, place int, part code, lists int, method code?, doubt code?, stratum code?,
--   threshold int?, terms text?, observed int?, value int?, low80 int?, high80 int?, low int?, high int?)
INSERT INTO estimate_row (estimate_end, place, part, lists, method, doubt, stratum, threshold, terms, observed, value,
	low80, high80, low, high)
VALUES (:estimate_end, :place, :part, :lists, :method, :doubt, :stratum, :threshold, :terms, :observed, :value,
	:low80, :high80, :low, :high);

-- name: estimate_rows :many (estimate id) -> (part code, lists int, method code?, doubt code?, stratum code?, threshold int?,
--   terms text?, observed int?, value int?, low80 int?, high80 int?, low int?, high int?)
SELECT r.part, r.lists, r.method, r.doubt, r.stratum, r.threshold, r.terms, r.observed, r.value, r.low80, r.high80, r.low, r.high
FROM estimate_row r JOIN estimate_end e ON e.id = r.estimate_end WHERE e.estimate = :estimate ORDER BY r.place;

-- name: estimate_release_add :run (estimate id, org id, act id)
INSERT INTO estimate_release (estimate, org, act) VALUES (:estimate, :org, :act);

-- What an organisation asked for, and what others released; the newest first.
-- name: estimate_all :many (org id) -> (id id, ref blob, org_name text, org id, from_year int, year int, whom code, strata code,
--   as_of day, resamples int, at instant, state code, done int, parts int, finding code?, observed int?, value int?, low int?,
--   high int?, released instant?)
SELECT e.id, e.ref, o.name AS org_name, e.org, e.from_year, e.year, e.whom, e.strata, e.as_of, e.resamples, a.at,
	r.state, r.done, r.parts, n.finding, n.observed, n.value, n.low, n.high, b.at AS released
FROM estimate e JOIN act a ON a.n = e.act JOIN org o ON o.id = e.org JOIN estimate_run r ON r.estimate = e.id
	LEFT JOIN estimate_end n ON n.estimate = e.id LEFT JOIN estimate_release s ON s.estimate = e.id
	LEFT JOIN act b ON b.n = s.act
WHERE e.org = :org OR s.act IS NOT NULL ORDER BY e.id DESC LIMIT 200;

-- name: estimate_get :one (ref blob, org id) -> (id id, ref blob, org_name text, org id, from_year int, year int, whom code,
--   strata code, as_of day, resamples int, at instant, state code, done int, parts int, finding code?, observed int?, value int?,
--   low int?, high int?, released instant?)
SELECT e.id, e.ref, o.name AS org_name, e.org, e.from_year, e.year, e.whom, e.strata, e.as_of, e.resamples, a.at,
	r.state, r.done, r.parts, n.finding, n.observed, n.value, n.low, n.high, b.at AS released
FROM estimate e JOIN act a ON a.n = e.act JOIN org o ON o.id = e.org JOIN estimate_run r ON r.estimate = e.id
	LEFT JOIN estimate_end n ON n.estimate = e.id LEFT JOIN estimate_release s ON s.estimate = e.id
	LEFT JOIN act b ON b.n = s.act
WHERE e.ref = :ref AND (e.org = :org OR s.act IS NOT NULL);
