-- A small store for the tests of mksql and of src/db: it shows every word of the schema language once.

-- org: an organisation
CREATE TABLE org (
	id id PRIMARY KEY,    -- row number
	name text NOT NULL    -- what it calls itself; it's quoted in a comment
);

-- person: somebody helped
CREATE TABLE person (
	id id PRIMARY KEY,    -- row number
	ref blob NOT NULL UNIQUE -- what the world outside calls her
);

-- act: one recorded deed
CREATE TABLE act (
	n id PRIMARY KEY,     -- running number
	at instant NOT NULL   -- when
);

-- relation: which organisation may see whom
CREATE TABLE relation (
	person id NOT NULL REFERENCES person(id), -- whom
	org id NOT NULL REFERENCES org(id),       -- who sees
	PRIMARY KEY (person, org)
);

-- signal: that somebody may need help
CREATE TABLE signal (
	FACT,
	channel code NOT NULL,             -- enum channel
	heard day,                         -- the day it was heard, if that is known
	answer_by instant,                 -- when somebody must have answered
	weight int NOT NULL DEFAULT 1,     -- how much it counts
	note text,                         -- what was said; "quotes" and back\slashes stay
	seal blob,                         -- what was said, sealed
	CHECK (channel >= 0 AND
		channel < 10)
);
CREATE INDEX signal_org ON signal (org, happened, id);
