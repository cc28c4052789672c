-- refused 3: lists persons without scope

-- name: bad :many () -> (n int)
SELECT COUNT(*) AS n FROM signal UNION ALL SELECT person FROM signal;
