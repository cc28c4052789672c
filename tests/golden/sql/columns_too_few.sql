-- refused 3: declares 1 columns, its text gives 2

-- name: bad :many () -> (id id)
SELECT id, name FROM org;
