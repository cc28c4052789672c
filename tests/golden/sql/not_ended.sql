-- refused 4: does not end in ';'

-- name: bad :run ()
DELETE FROM org
