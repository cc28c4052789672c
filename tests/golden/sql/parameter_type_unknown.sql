-- refused 3: the types are

-- name: bad :one (org bigint) -> (id id)
SELECT id FROM org WHERE id = :org;
