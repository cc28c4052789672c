-- refused 4: a query needs

-- name: bad :run ()
DELETE FROM org; DELETE FROM person;
