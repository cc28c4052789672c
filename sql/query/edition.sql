-- Editions: reports as they were frozen.

-- name: edition_next :one (report code, year int) -> (n int)
SELECT COALESCE(MAX(number), 0) + 1 AS n FROM edition WHERE report = :report AND year = :year;

-- name: edition_add :run (report code, year int, number int, as_of day, upto id, hash text, csv text, org id, act id)
INSERT INTO edition (report, year, number, as_of, upto, hash, csv, org, act)
VALUES (:report, :year, :number, :as_of, :upto, :hash, :csv, :org, :act);

-- name: edition_list :many () -> (report code, year int, number int, as_of day, hash text, at instant, org_name text)
SELECT e.report, e.year, e.number, e.as_of, e.hash, a.at, o.name AS org_name
FROM edition e JOIN act a ON a.n = e.act JOIN org o ON o.id = e.org ORDER BY e.id DESC;

-- name: edition_get :one (report code, year int, number int) -> (as_of day, upto id, hash text, csv text, at instant)
SELECT e.as_of, e.upto, e.hash, e.csv, a.at FROM edition e JOIN act a ON a.n = e.act
WHERE e.report = :report AND e.year = :year AND e.number = :number;
