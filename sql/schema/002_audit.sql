-- audit: who did or saw what; every row is chained by its hash to the row before it (docs/format-sealed.md)
CREATE TABLE audit (
	n id PRIMARY KEY,                            -- 1, 2, 3 ... without a gap, given by audit_append
	at instant NOT NULL,                         -- when the operation ran
	actor id NOT NULL,                           -- the account that acted; 0 where nobody was signed in
	org id NOT NULL,                             -- the organisation it acted for; 0 where none
	as_operator code NOT NULL,                   -- 1: an operator at the machine acted on the account's behalf
	op text NOT NULL,                            -- name of the operation
	person id,                                   -- the person concerned; no foreign key: the log outlives what it tells of
	object blob,                                 -- reference of the thing acted on
	purpose code NOT NULL,                       -- what it was done for; 0 where the operation asks for none
	verdict code NOT NULL,                       -- enum audit_verdict
	shown int NOT NULL,                          -- how many persons or rows the answer showed
	act id,                                      -- the act recorded by it; NULL for a read or a failure
	digest blob,                                 -- keyed hash of the operation's input
	hash blob NOT NULL                           -- SHA-256 over the hash of row n - 1 and this row's bytes
);
CREATE INDEX audit_person ON audit (person, n);

-- audit_head: how far the log goes, signed; one row
CREATE TABLE audit_head (
	one code NOT NULL UNIQUE,                    -- always 1: there is one head
	registry blob NOT NULL,                      -- the registry's reference, from which the chain starts
	n int NOT NULL,                              -- number of the last row; 0 while there is none
	hash blob NOT NULL,                          -- hash of the last row
	signature blob NOT NULL,                     -- Ed25519, 64 bytes; inside a transaction a keyed mark of 32
	signed_at instant NOT NULL,                  -- when the signature was made
	CHECK (one = 1)
);
