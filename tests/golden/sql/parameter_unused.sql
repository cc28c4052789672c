-- refused 4: declares org and does not use it

-- name: bad :one (org id) -> (id id)
SELECT id FROM org;
