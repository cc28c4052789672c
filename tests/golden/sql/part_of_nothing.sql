-- refused 6: part 'known' has to be told of what
-- part: known
{} > 0;

-- name: a :one (id id) -> (id id)
SELECT id FROM person WHERE id = :id AND {known};
