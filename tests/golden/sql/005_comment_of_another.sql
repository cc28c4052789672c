-- refused 4: table 'org' has no comment

-- unit: a part of an organisation
CREATE TABLE org (
	id id PRIMARY KEY -- row number
);
