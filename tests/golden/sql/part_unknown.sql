-- refused 3: no part 'nobody_knows' stands above
-- name: a :one (id id) -> (id id)
SELECT id FROM person WHERE id = :id AND {nobody_knows id};
