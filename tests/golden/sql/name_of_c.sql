-- refused 3: means something else in C

-- name: bad :one (int id) -> (id id)
SELECT id FROM org WHERE id = :int;
