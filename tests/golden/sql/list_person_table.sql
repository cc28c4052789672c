-- refused 3: lists persons without scope

-- name: bad :many () -> (ref blob)
SELECT ref FROM person;
