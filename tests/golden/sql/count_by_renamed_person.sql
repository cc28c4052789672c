-- refused 3: lists persons without scope

-- name: bad :many () -> (who id, n int)
SELECT t.p AS who, COUNT(*) AS n FROM (SELECT person AS p FROM signal) t GROUP BY t.p;
