-- refused 2: a query needs
SELECT id FROM org;
