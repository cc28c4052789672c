-- refused 3: table 'org' has no comment

CREATE TABLE org (
	id id PRIMARY KEY -- row number
);
