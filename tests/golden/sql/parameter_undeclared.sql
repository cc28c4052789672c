-- refused 4: uses :org and does not declare it

-- name: bad :one () -> (id id)
SELECT id FROM org WHERE id = :org;
