-- refused 3: is declared 'title', its text calls it 'name'

-- name: bad :many () -> (title text)
SELECT name FROM org;
