-- refused 3: lists persons without scope

-- name: bad :many (org id) -> (id id)
SELECT id FROM signal WHERE org = :org;
