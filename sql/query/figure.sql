-- Figures: families of indicators, read from the facts as they stood after one act.
--
-- A family is one query that gives its records in the order of their days. It does not GROUP BY: who counts as one
-- person depends on the links of that time and on who came first, and grouping a million records takes 1.1 s (a window
-- function 1.7 s) where one pass in order takes a third of it, with a bit a person. src/core/count.c does that pass.

-- The registry's own time at an instant: the newest act before it.
-- name: figure_act_before :one (before instant) -> (n id)
SELECT n FROM act WHERE at < :before ORDER BY at DESC, n DESC LIMIT 1;

-- How far row numbers go.
-- name: figure_extent :one () -> (persons int, orgs int, decisions int, services int)
SELECT (SELECT COALESCE(MAX(id), 0) FROM person) AS persons, (SELECT COALESCE(MAX(id), 0) FROM org) AS orgs,
	(SELECT COALESCE(MAX(id), 0) FROM decision) AS decisions, (SELECT COALESCE(MAX(id), 0) FROM service) AS services;

-- name: figure_orgs :many () -> (id id, kind code, name text)
SELECT id, kind, name FROM org;

-- Records that the newest word said before the act's end calls one person.
-- scope: national
-- name: figure_links :many (act id, same code) -> (person id, other id)
SELECT l.person, l.other FROM link l
WHERE l.act <= :act AND l.state = :same AND l.void = 0
	AND NOT EXISTS (SELECT 1 FROM link n WHERE n.likeness = l.likeness AND n.person = l.person AND n.other = l.other
		AND n.id > l.id AND n.act <= :act);

-- Family: decisions of one stage and outcome, all from the first on.
-- scope: national
-- name: figure_decisions :many (stage code, outcome code, from_day day, to_day day, act id) -> (id id, person id,
--   org id, happened day, form code)
SELECT id, person, org, happened, form FROM decision
WHERE stage = :stage AND outcome = :outcome AND happened BETWEEN :from_day AND :to_day AND act <= :act
ORDER BY happened, id;

-- Decisions that take the place of others, or take them back.
-- scope: national
-- name: figure_decisions_superseding :many (act id) -> (id id, supersedes id?, voided code)
SELECT id, supersedes, void AS voided FROM decision WHERE supersedes IS NOT NULL AND act <= :act;

-- The same records with what an explanation needs, whatever their outcome.
-- scope: national
-- name: figure_decision_records :many (stage code, positive code, negative code, from_day day, to_day day, act id) ->
--   (id id, person id, org id, happened day, form code, outcome code, precision code, ref blob, at instant)
SELECT d.id, d.person, d.org, d.happened, d.form, d.outcome, d.precision, d.ref, a.at
FROM decision d JOIN act a ON a.n = d.act
WHERE d.stage = :stage AND d.outcome IN (:positive, :negative) AND d.happened BETWEEN :from_day AND :to_day
	AND d.act <= :act
ORDER BY d.happened, d.id;

-- Family: help given.
-- scope: national
-- name: figure_services :many (from_day day, to_day day, act id) -> (id id, person id, org id, happened day)
SELECT id, person, org, happened FROM service
WHERE happened BETWEEN :from_day AND :to_day AND act <= :act ORDER BY happened, id;

-- scope: national
-- name: figure_services_superseding :many (act id) -> (id id, supersedes id?, voided code)
SELECT id, supersedes, void AS voided FROM service WHERE supersedes IS NOT NULL AND act <= :act;

-- scope: national
-- name: figure_service_records :many (from_day day, to_day day, act id) -> (id id, person id, org id, happened day,
--   precision code, ref blob, at instant)
SELECT s.id, s.person, s.org, s.happened, s.precision, s.ref, a.at FROM service s JOIN act a ON a.n = s.act
WHERE s.happened BETWEEN :from_day AND :to_day AND s.act <= :act ORDER BY s.happened, s.id;

-- Which figures and years were said to be complete.
-- name: figure_deliveries :many (from_year int, to_year int, act id) -> (indicator code, year int)
SELECT DISTINCT indicator, year FROM delivery WHERE year BETWEEN :from_year AND :to_year AND act <= :act;

-- name: delivery_of :one (org id, indicator code, year int) -> (n int)
SELECT COUNT(*) AS n FROM delivery WHERE indicator = :indicator AND year = :year AND org = :org;

-- name: delivery_add :run (org id, indicator code, year int, act id)
INSERT INTO delivery (org, indicator, year, act) VALUES (:org, :indicator, :year, :act);
