-- refused 3: lists persons without scope

-- name: bad :many (org id) -> (id id)
SELECT s.id FROM signal s JOIN relation r ON r.person = s.person WHERE r.org = :org;
