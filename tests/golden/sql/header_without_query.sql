-- refused 3: a header without a query below it

-- name: bad :one () -> (id id)

-- name: good :one () -> (id id)
SELECT id FROM org;
