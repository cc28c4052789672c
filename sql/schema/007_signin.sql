-- factor: a second proof of who signs in
CREATE TABLE factor (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference
	account id NOT NULL REFERENCES account(id),    -- whose
	kind code NOT NULL,                            -- enum FACTOR_*
	label text NOT NULL,                           -- what its owner calls it
	sealed blob,                                   -- sealed secret of an authenticator
	credential blob,                               -- number of a passkey
	key blob,                                      -- its public key, COSE
	confirmed code NOT NULL,                       -- 1 once it was shown to work
	used int NOT NULL,                             -- last step or counter that was accepted
	at instant NOT NULL,                           -- when it was made
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX factor_account ON factor (account, kind, id);
CREATE UNIQUE INDEX factor_credential ON factor (credential) WHERE credential IS NOT NULL;

-- recovery: codes that stand in once for a second proof
CREATE TABLE recovery (
	id id PRIMARY KEY,                             -- row number
	account id NOT NULL REFERENCES account(id),    -- whose
	hash blob NOT NULL,                            -- keyed hash
	used code NOT NULL,                            -- 1 once used
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX recovery_account ON recovery (account, used);

-- device: a device an account has signed in from; it keeps a budget of its own when strangers try passwords
CREATE TABLE device (
	id id PRIMARY KEY,                             -- row number
	account id NOT NULL REFERENCES account(id),    -- whose
	hash blob NOT NULL UNIQUE,                     -- hash of what it shows
	used instant NOT NULL                          -- when it was last used
);
CREATE INDEX device_account ON device (account, used);
