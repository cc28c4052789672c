-- refused 3: lists persons without scope

-- name: bad :many () -> (id id)
SELECT id FROM signal WHERE note <> ':scope_org relation' /* relation */;
