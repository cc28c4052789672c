-- refused 4: 'user' is a reserved word

-- user: somebody who may sign in
CREATE TABLE user (
	id id PRIMARY KEY -- row number
);
