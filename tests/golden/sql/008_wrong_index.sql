-- refused 7: no such table

-- org: an organisation
CREATE TABLE org (
	id id PRIMARY KEY -- row number
);
CREATE INDEX lost ON nowhere (id);
