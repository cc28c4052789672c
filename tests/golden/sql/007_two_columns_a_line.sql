-- refused 5: one column a line

-- org: an organisation
CREATE TABLE org (
	id id PRIMARY KEY, name text -- both
);
