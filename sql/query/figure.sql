-- Figures: families of indicators, read from the facts as they stood after one act.
--
-- A family is one query that gives its records in the order of their days. It does not GROUP BY: who counts as one
-- person depends on the links of that time and on who came first, and grouping a million records takes 1.1 s (a window
-- function 1.7 s) where one pass in order takes a third of it, with a bit a person. src/core/count.c does that pass.
-- On one day the organisation with the lower number comes first, so that a figure does not depend on whose file was
-- brought in first.

-- The registry's own time at an instant: the newest act before it.
-- name: figure_act_before :one (before instant) -> (n id)
SELECT n FROM act WHERE at < :before ORDER BY at DESC, n DESC LIMIT 1;

-- The registry's own time now.
-- name: figure_act_newest :one () -> (n id)
SELECT COALESCE(MAX(n), 0) AS n FROM act;

-- How far row numbers go.
-- name: figure_extent :one () -> (persons int, orgs int, decisions int, services int, traits int, signals int, entries
--   int)
SELECT (SELECT COALESCE(MAX(id), 0) FROM person) AS persons, (SELECT COALESCE(MAX(id), 0) FROM org) AS orgs,
	(SELECT COALESCE(MAX(id), 0) FROM decision) AS decisions, (SELECT COALESCE(MAX(id), 0) FROM service) AS services,
	(SELECT COALESCE(MAX(id), 0) FROM trait) AS traits, (SELECT COALESCE(MAX(id), 0) FROM signal) AS signals,
	(SELECT COALESCE(MAX(id), 0) FROM entry) AS entries;

-- name: figure_orgs :many () -> (id id, kind code, region code, code text, name text)
SELECT id, kind, region, code, name FROM org ORDER BY id;

-- Records that the newest word said before the act's end, and not taken back since, calls one person.
-- scope: national
-- name: figure_links :many (act id, same code) -> (person id, other id, why code?)
SELECT l.person, l.other, l.why FROM link l
WHERE l.act <= :act AND l.state = :same AND l.void = 0
	AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = l.id AND x.act <= :act)
	AND NOT EXISTS (SELECT 1 FROM link n WHERE n.person = l.person AND n.other = l.other AND n.id > l.id
	AND n.act <= :act AND n.state <> 4
		AND n.void = 0 AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = n.id AND x.act <= :act));

-- Family: decisions of one stage and outcome.
-- scope: national
-- name: figure_decisions :many (stage code, outcome code, from_day day, to_day day, act id) -> (id id, person id,
--   org id, happened day, form code, age code?)
SELECT id, person, org, happened, form, age FROM decision
WHERE stage = :stage AND outcome = :outcome AND happened BETWEEN :from_day AND :to_day AND act <= :act
ORDER BY happened, org, id;

-- Decisions that take the place of others, or take them back.
-- scope: national
-- name: figure_decisions_superseding :many (act id) -> (id id, supersedes id?, voided code)
SELECT id, supersedes, void AS voided FROM decision WHERE supersedes IS NOT NULL AND act <= :act;

-- The same records with what an explanation needs, whatever their outcome.
-- scope: national
-- name: figure_decision_records :many (stage code, act id) -> (id id, person id, org id, happened day, form code, age
--   code?, outcome code, precision code, ref blob, at instant)
SELECT d.id, d.person, d.org, d.happened, d.form, d.age, d.outcome, d.precision, d.ref, a.at
FROM decision d JOIN act a ON a.n = d.act
WHERE d.stage = :stage AND d.act <= :act
ORDER BY d.happened, d.org, d.id;

-- Family: help given.
-- scope: national
-- name: figure_services :many (from_day day, to_day day, act id) -> (id id, person id, org id, happened day)
SELECT id, person, org, happened FROM service
WHERE happened BETWEEN :from_day AND :to_day AND act <= :act ORDER BY happened, org, id;

-- scope: national
-- name: figure_services_superseding :many (act id) -> (id id, supersedes id?, voided code)
SELECT id, supersedes, void AS voided FROM service WHERE supersedes IS NOT NULL AND act <= :act;

-- scope: national
-- name: figure_service_records :many (act id) -> (id id, person id, org id, happened day, precision code, ref blob,
--   at instant)
SELECT s.id, s.person, s.org, s.happened, s.precision, s.ref, a.at FROM service s JOIN act a ON a.n = s.act
WHERE s.act <= :act ORDER BY s.happened, s.org, s.id;

-- What was said of persons: one kind of trait.
-- scope: national
-- name: figure_traits :many (kind code, from_person id, to_person id, act id) -> (id id, person id, happened day, value
--   code)
SELECT id, person, happened, value FROM trait
WHERE kind = :kind AND person BETWEEN :from_person AND :to_person AND act <= :act;

-- scope: national
-- name: figure_traits_superseding :many (act id) -> (id id, supersedes id?, voided code)
SELECT id, supersedes, void AS voided FROM trait WHERE supersedes IS NOT NULL AND act <= :act;

-- Age and sex as signs have them.
-- scope: national
-- name: figure_signals :many (from_person id, to_person id, act id) -> (id id, person id, happened day, age code, sex
--   code)
SELECT id, person, happened, age, sex FROM signal
WHERE person BETWEEN :from_person AND :to_person AND act <= :act;

-- scope: national
-- name: figure_signals_superseding :many (act id) -> (id id, supersedes id?, voided code)
SELECT id, supersedes, void AS voided FROM signal WHERE supersedes IS NOT NULL AND act <= :act;

-- References of persons, from which a mark is made that leads nobody back.
-- scope: national
-- name: figure_person_refs :many (from_person id, to_person id) -> (id id, ref blob)
SELECT id, ref FROM person WHERE id BETWEEN :from_person AND :to_person ORDER BY id;

-- Family: records of one register, retractions among them.
-- name: figure_entries :many (reg code, act id) -> (id id, org id, happened day, number text, voided code,
--   supersedes id?)
SELECT id, org, happened, number, void AS voided, supersedes FROM entry WHERE register = :reg AND act <= :act
ORDER BY happened, org, id;

-- Their values, in the same order.
-- name: figure_entry_values :many (reg code, act id) -> (entry id, field code, amount int?, words text?)
SELECT v.entry, v.field, v.amount, v.words FROM entry e JOIN entry_value v ON v.entry = e.id
WHERE e.register = :reg AND e.act <= :act AND e.void = 0 ORDER BY e.happened, e.org, e.id, v.field, v.rank;

-- What an explanation needs of them, in the same order.
-- name: figure_entry_records :many (reg code, act id) -> (id id, precision code, ref blob, at instant)
SELECT e.id, e.precision, e.ref, a.at FROM entry e JOIN act a ON a.n = e.act
WHERE e.register = :reg AND e.act <= :act AND e.void = 0 ORDER BY e.happened, e.org, e.id;

-- What bodies said of their records, the newest word last.
-- name: figure_said :many (act id) -> (org id, item code, year int, month int, state code)
SELECT org, item, year, month, state FROM said WHERE act <= :act ORDER BY item, year, month, org, id;
