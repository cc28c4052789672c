-- refused 4: a statement does not end

-- org: an organisation
CREATE TABLE org (
	id id PRIMARY KEY -- row number;
