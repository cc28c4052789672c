-- refused 3: no such column: colour

-- name: bad :one () -> (colour text)
SELECT colour FROM org;
