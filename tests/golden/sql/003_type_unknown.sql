-- refused 5: 'VARCHAR' is none of

-- org: an organisation
CREATE TABLE org (
	name VARCHAR(20) NOT NULL -- its name
);
