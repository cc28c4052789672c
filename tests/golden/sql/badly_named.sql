-- refused 3: a name begins with a letter

-- name: 1bad :run ()
DELETE FROM org;
