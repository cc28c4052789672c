-- Forms that are filled in on a telephone, and what comes of them.

-- field_key: a name and a password by which a telephone of an account fetches forms and sends them in, and nothing else
CREATE TABLE field_key (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference
	account id NOT NULL REFERENCES account(id),    -- whose
	name text NOT NULL UNIQUE,                     -- the name, random
	secret blob NOT NULL,                          -- keyed hash of name and password
	label blob NOT NULL,                           -- what its owner calls the telephone; sealed
	made instant NOT NULL,                         -- when it was made
	until instant NOT NULL,                        -- when it ends by itself
	used instant,                                  -- when it was last used, to the hour
	ended instant                                  -- when its owner ended it
);
CREATE INDEX field_key_account ON field_key (account, made);

-- form_pair: an organisation's pair of keys for answers that are encrypted on a telephone
CREATE TABLE form_pair (
	id id PRIMARY KEY,                             -- row number, given by the program
	ref blob NOT NULL,                             -- reference (it is bound into the seal)
	org id NOT NULL UNIQUE REFERENCES org(id),     -- whose telephones encrypt to it
	made instant NOT NULL,                         -- when it was made
	public text NOT NULL,                          -- public key, as forms have it
	secret blob NOT NULL                           -- secret key; sealed
);

-- form: one version of a form of the registry's own, as an XForm
CREATE TABLE form (
	id id PRIMARY KEY,                             -- row number
	name text NOT NULL,                            -- what the form calls itself (its id)
	version text NOT NULL,                         -- its version; '' for none
	title text NOT NULL,                           -- what people call it
	hash text NOT NULL,                            -- MD5 of the text, by which telephones know it
	xform text NOT NULL,                           -- the text, in base64url
	act id NOT NULL REFERENCES act(n),             -- act
	ended id REFERENCES act(n)                     -- act that took it back; NULL: it stands
);
CREATE UNIQUE INDEX form_version ON form (name, version);

-- submission: one set of answers that was sent in, until it has become records
CREATE TABLE submission (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference
	org id NOT NULL REFERENCES org(id),            -- organisation that sent it
	account id NOT NULL REFERENCES account(id),    -- account that sent it first
	form text NOT NULL,                            -- the form's own name
	version text NOT NULL,                         -- the form's version; '' for none
	instance blob NOT NULL,                        -- keyed hash of what its sender calls it
	hash blob NOT NULL,                            -- keyed hash of the answers as they came
	state code NOT NULL,                           -- enum SUBMISSION_*
	at instant NOT NULL,                           -- when it came
	turner id REFERENCES account(id),              -- who makes records of it
	person id REFERENCES person(id),               -- whom the records are about
	why text,                                      -- what keeps it from being records, a message id
	why_field text,                                -- which field that is about
	key blob,                                      -- its key, sealed to the organisation's vault; NULL: nothing is left to read
	kept blob,                                     -- the same under the registry's own key, until it has all come
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE UNIQUE INDEX submission_instance ON submission (org, instance);
CREATE INDEX submission_org ON submission (org, state, id);
CREATE INDEX submission_person ON submission (person) WHERE person IS NOT NULL;
CREATE INDEX submission_account ON submission (account, at);

-- submission_file: the answers, and each file that goes with them
CREATE TABLE submission_file (
	submission id NOT NULL REFERENCES submission(id) ON DELETE CASCADE, -- submission
	place code NOT NULL,                           -- place among its files, from 0: the answers
	token blob NOT NULL,                           -- keyed hash of its name
	name blob NOT NULL,                            -- its name; sealed
	bytes_n int,                                   -- how long it is; NULL: it has not begun to come
	done_n int NOT NULL,                           -- how much is there
	PRIMARY KEY (submission, place)
);
CREATE UNIQUE INDEX submission_file_token ON submission_file (submission, token);

-- submission_part: a piece of it
CREATE TABLE submission_part (
	submission id NOT NULL REFERENCES submission(id) ON DELETE CASCADE, -- submission
	place code NOT NULL,                           -- which file
	part code NOT NULL,                            -- place among its pieces, from 0
	sealed blob NOT NULL,                          -- the piece in base64; sealed
	PRIMARY KEY (submission, place, part)
);
