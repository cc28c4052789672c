-- refused 3: lists persons without scope

-- name: bad :many () -> (note text?, n int)
SELECT note, COUNT(*) AS n FROM signal GROUP BY channel;
