-- refused 3: lists persons without scope

-- name: bad :many () -> (name text, latest id?)
SELECT o.name, (SELECT MAX(s.id) FROM signal s WHERE s.org = o.id) AS latest FROM org o;
