-- policy_rule: a change of the policy at run time; the newest row of a role and capability stands over policy.def
CREATE TABLE policy_rule (
	id id PRIMARY KEY,                             -- row number
	role code NOT NULL,                            -- enum ROLE_*
	capability text NOT NULL,                      -- name of the capability
	allowed code NOT NULL,                         -- 1: the role has it; 0: it has it not
	proposal blob NOT NULL,                        -- reference of the proposal two people agreed to
	act id NOT NULL REFERENCES act(n)              -- act that made it
);

-- opening: an account opened a person's file, for a purpose, saying that it does not know her
CREATE TABLE opening (
	id id PRIMARY KEY,                             -- row number
	person id NOT NULL REFERENCES person(id),      -- person
	account id NOT NULL REFERENCES account(id),    -- who opened it
	use code NOT NULL,                             -- enum USE_*
	until instant NOT NULL,                        -- when it closes by itself
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX opening_account ON opening (account, person, until);

-- conflict: an account said that it knows the person; it never sees her file again
CREATE TABLE conflict (
	person id NOT NULL REFERENCES person(id),      -- person
	account id NOT NULL REFERENCES account(id),    -- account
	act id NOT NULL REFERENCES act(n),             -- act
	PRIMARY KEY (person, account)
);
CREATE INDEX conflict_account ON conflict (account, person);

-- own_token: keyed tokens of people an account declared as its own; the words themselves are not kept
CREATE TABLE own_token (
	account id NOT NULL REFERENCES account(id),    -- whose own people
	family code NOT NULL,                          -- enum token_family
	token blob NOT NULL,                           -- keyed token
	act id NOT NULL REFERENCES act(n),             -- act
	PRIMARY KEY (account, family, token)
);
CREATE INDEX own_token_token ON own_token (family, token);

-- glass_try: an account asked for a file in an emergency, whether anybody was found or not
CREATE TABLE glass_try (
	account id NOT NULL REFERENCES account(id),    -- who asked
	at instant NOT NULL,                           -- when
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX glass_try_account ON glass_try (account, at);

-- glass: a file opened in an emergency
CREATE TABLE glass (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference
	person id NOT NULL REFERENCES person(id),      -- person
	account id NOT NULL REFERENCES account(id),    -- who opened it
	org id NOT NULL REFERENCES org(id),            -- for which organisation
	unit id REFERENCES unit(id),                   -- and unit
	why code NOT NULL,                             -- enum GLASS_*
	words blob NOT NULL,                           -- sealed words
	at instant NOT NULL,                           -- when
	until instant NOT NULL,                        -- until when it may be read
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX glass_account ON glass (account, at);
CREATE INDEX glass_person ON glass (person, account, until);
CREATE INDEX glass_org ON glass (org, at);

-- glass_review: what a second person found; at most one an opening
CREATE TABLE glass_review (
	glass id PRIMARY KEY REFERENCES glass(id),     -- what was opened
	account id NOT NULL REFERENCES account(id),    -- who looked
	justified code NOT NULL,                       -- 1: it was right
	words blob NOT NULL,                           -- sealed words
	act id NOT NULL REFERENCES act(n)              -- act
);

-- barred: who may never see a person's file, in her own words: one account, a unit, or a whole organisation
CREATE TABLE barred (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	target id NOT NULL REFERENCES org(id),         -- organisation
	unit id REFERENCES unit(id),                   -- unit of it; NULL: all of it, or one account
	account id REFERENCES account(id)              -- one account of it; NULL: all of the unit or organisation
);
CREATE INDEX barred_person ON barred (person, target, unit);
CREATE INDEX barred_target ON barred (target, person);
INSERT INTO barred (person, org, happened, precision, act, certainty, void, ref, target, unit)
	SELECT b.person, b.org, b.happened, b.precision, b.act, b.certainty, 0, b.ref, u.org, b.unit
	FROM block b JOIN unit u ON u.id = b.unit
	WHERE b.void = 0 AND NOT EXISTS (SELECT 1 FROM block x WHERE x.supersedes = b.id) ORDER BY b.id;
DROP VIEW closed;
DROP TABLE block;

-- closed: whose file is closed to whom, on whichever record of hers she said it (projection of barred and same_person)
CREATE TABLE closed (
	person id NOT NULL REFERENCES person(id),      -- person
	org id NOT NULL REFERENCES org(id),            -- organisation
	unit id,                                       -- unit of it; NULL: all of it, or one account
	account id                                     -- one account of it; NULL: all of the unit or organisation
);
CREATE INDEX closed_person ON closed (person, org);
INSERT INTO closed (person, org, unit, account)
	SELECT DISTINCT p.person, b.target, b.unit, b.account
	FROM (SELECT id AS person, id AS member FROM person
		UNION SELECT s.person, t.person AS member FROM same_person s JOIN same_person t ON t.first = s.first) p
	JOIN barred b ON b.person = p.member
	WHERE b.void = 0 AND NOT EXISTS (SELECT 1 FROM barred x WHERE x.supersedes = b.id);

ALTER TABLE task ADD COLUMN glass id;                    -- what was opened in an emergency, where it is about that
ALTER TABLE job ADD COLUMN glass id;                     -- the same
