-- The log becomes a tree (docs/format-sealed.md): audit.hash is the hash of the entry's own bytes. A log from before is
-- made one when a keeper next starts (src/audit/upgrade.c); until then audit_head.peaks is NULL.
ALTER TABLE audit ADD COLUMN unit id;                    -- unit of the actor; NULL where none
ALTER TABLE audit ADD COLUMN roles int;                  -- bits 1 << enum ROLE_* it had; NULL in entries from before
ALTER TABLE audit ADD COLUMN session blob;               -- eight bytes that tell sessions apart; NULL without one
ALTER TABLE audit ADD COLUMN use code;                   -- enum USE_*: what the person's file was opened for
ALTER TABLE audit ADD COLUMN person_n int;               -- the how-manieth entry about that person it is, from 1
ALTER TABLE audit ADD COLUMN policy blob;                -- fingerprint of the policy in force
ALTER TABLE audit ADD COLUMN wrote blob;                 -- what the act wrote: sums of row hashes by table
DROP INDEX audit_person;
CREATE INDEX audit_person ON audit (person, n, person_n) WHERE person IS NOT NULL;
CREATE INDEX audit_refused ON audit (actor, n, verdict) WHERE verdict > 1 AND verdict <> 5;
ALTER TABLE audit_head ADD COLUMN peaks blob;            -- roots of the complete subtrees, from left to right
ALTER TABLE audit_head ADD COLUMN last blob;             -- hash of the last entry; NULL before the first
ALTER TABLE audit_head ADD COLUMN mark blob;             -- keyed mark over the whole row

-- audit_tile: hashes of complete subtrees of 256, 65536 ... entries, so that proofs read few rows
CREATE TABLE audit_tile (
	level code NOT NULL,                           -- 1: 256 entries; 2: 65536
	i int NOT NULL,                                -- place at its level, from 0
	hash blob NOT NULL,                            -- SHA-256
	PRIMARY KEY (level, i)
);

-- witness: another body that cosigns the log's head
CREATE TABLE witness (
	id id PRIMARY KEY,                             -- row number
	name text NOT NULL UNIQUE,                     -- its name
	key blob NOT NULL,                             -- its public key
	act id NOT NULL REFERENCES act(n)              -- act
);

-- cosignature: a witness saw the log at a size
CREATE TABLE cosignature (
	witness id NOT NULL REFERENCES witness(id),    -- witness
	size int NOT NULL,                             -- entries of the log it saw
	at instant NOT NULL,                           -- when, by its own clock
	signature blob NOT NULL,                       -- its signature
	PRIMARY KEY (witness, size)
);

-- watch: how far the log was read for what should be looked at; one row
CREATE TABLE watch (
	one code NOT NULL UNIQUE,                      -- always 1
	n int NOT NULL,                                -- number of the last entry read
	CHECK (one = 1)
);

-- alarm: something in the log that should be looked at
CREATE TABLE alarm (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference
	rule code NOT NULL,                            -- enum ALARM_*
	account id NOT NULL,                           -- the officer
	at instant NOT NULL,                           -- when it was found
	first int NOT NULL,                            -- first entry of the log it stands on
	last int NOT NULL,                             -- last one
	count int NOT NULL                             -- how many there were
);

-- alarm_person: whose files it was about
CREATE TABLE alarm_person (
	alarm id NOT NULL REFERENCES alarm(id),        -- alarm
	person id NOT NULL,                            -- person; no foreign key, as in the log
	PRIMARY KEY (alarm, person)
);

-- alarm_end: what was found out
CREATE TABLE alarm_end (
	alarm id PRIMARY KEY REFERENCES alarm(id),     -- alarm
	state code NOT NULL,                           -- enum ALARM_*
	words blob NOT NULL,                           -- sealed words
	account id NOT NULL REFERENCES account(id),    -- who looked
	act id NOT NULL REFERENCES act(n)              -- act
);
