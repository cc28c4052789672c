-- refused 6: column 'name' of table 'org' has no comment

-- org: an organisation
CREATE TABLE org (
	id id PRIMARY KEY, -- row number
	name text NOT NULL
);
