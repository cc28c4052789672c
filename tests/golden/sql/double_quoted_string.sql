-- refused 4: strings stand in single quotes

-- name: bad :one () -> (id id)
SELECT id FROM org WHERE name = "x";
