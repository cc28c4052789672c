-- refused 3: declares 0 columns, its text gives 1

-- name: bad :run (name text)
INSERT INTO org (name) VALUES (:name) RETURNING id;
