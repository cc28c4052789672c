-- refused 3: lists persons without scope

-- name: bad :many () -> (person id, n int)
SELECT person, COUNT(*) AS n FROM signal GROUP BY person;
