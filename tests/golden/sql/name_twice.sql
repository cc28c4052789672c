-- refused 6: stands already at

-- name: bad :run ()
DELETE FROM org;

-- name: bad :run ()
DELETE FROM org;
