-- refused 3: a scope line is

-- scope: keeper
-- name: bad :many () -> (id id)
SELECT id FROM signal;
