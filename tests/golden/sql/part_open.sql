-- refused 3: a part is written {name} or {name what}
-- name: a :one (id id) -> (id id)
SELECT id FROM person WHERE id = :id AND {known id;
