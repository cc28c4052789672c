-- refused 3: lists persons without scope

-- name: bad :many () -> (who int, n int)
SELECT person + 0 AS who, COUNT(*) AS n FROM signal GROUP BY person + 0;
