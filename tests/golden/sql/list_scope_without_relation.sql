-- refused 3: lists persons without scope

-- name: bad :many (scope_org id) -> (id id)
SELECT id FROM signal WHERE org = :scope_org;
