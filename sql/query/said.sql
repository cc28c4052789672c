-- Returns: what bodies say of their records of a time.

-- The newest word of a body on an item and time.
-- name: said_newest :one (org id, item code, year int, month int) -> (state code)
SELECT state FROM said WHERE item = :item AND year = :year AND month = :month AND org = :org ORDER BY id DESC LIMIT 1;

-- name: said_add :run (org id, item code, year int, month int, state code, act id)
INSERT INTO said (org, item, year, month, state, act) VALUES (:org, :item, :year, :month, :state, :act);

-- Every word on the times of some years, the newest last.
-- name: said_of_years :many (from_year int, to_year int) -> (org id, item code, year int, month int, state code, at
--   instant)
SELECT s.org, s.item, s.year, s.month, s.state, a.at FROM said s JOIN act a ON a.n = s.act
WHERE s.year BETWEEN :from_year AND :to_year ORDER BY s.id;

-- How many presumptions or decisions stand, by body and day.
-- name: said_decisions :many (stage code, outcome code, from_day day, to_day day, act id) -> (org id, happened day, n
--   int)
SELECT d.org, d.happened, COUNT(*) AS n FROM decision d
WHERE d.stage = :stage AND d.outcome = :outcome AND d.happened BETWEEN :from_day AND :to_day AND d.act <= :act
	AND d.void = 0
	AND NOT EXISTS (SELECT 1 FROM decision s WHERE s.supersedes = d.id AND s.act <= :act)
GROUP BY d.org, d.happened;

-- The same of help given.
-- name: said_services :many (from_day day, to_day day, act id) -> (org id, happened day, n int)
SELECT f.org, f.happened, COUNT(*) AS n FROM service f
WHERE f.happened BETWEEN :from_day AND :to_day AND f.act <= :act AND f.void = 0
	AND NOT EXISTS (SELECT 1 FROM service s WHERE s.supersedes = f.id AND s.act <= :act)
GROUP BY f.org, f.happened;
