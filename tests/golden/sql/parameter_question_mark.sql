-- refused 4: parameters are written :name

-- name: bad :one () -> (id id)
SELECT id FROM org WHERE id = ?1;
