-- trait: one coded thing known about a person; a person may have several of a kind
CREATE TABLE trait (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	kind code NOT NULL,                            -- enum TRAIT_*
	value code NOT NULL                            -- number in the list of that kind (core/trait.c)
);
CREATE INDEX trait_person ON trait (person, kind, id);
CREATE INDEX trait_count ON trait (kind, person, happened, value, act, id);

-- What a decision says of the person's age on its own day; older rows say nothing.
ALTER TABLE decision ADD COLUMN age code;                -- enum AGE_*

-- Indices that figures read instead of the tables (sql/query/figure.sql).
DROP INDEX decision_count;
CREATE INDEX decision_count ON decision (stage, outcome, happened, org, id, person, form, age, act);
DROP INDEX service_count;
CREATE INDEX service_count ON service (happened, org, id, person, act);
CREATE INDEX signal_count ON signal (person, happened, id, age, sex, act);
CREATE INDEX decision_superseding ON decision (supersedes, id, void, act) WHERE supersedes IS NOT NULL;
CREATE INDEX service_superseding ON service (supersedes, id, void, act) WHERE supersedes IS NOT NULL;

-- Why two records are one person's, or not; older rows say nothing.
ALTER TABLE link ADD COLUMN why code;                    -- enum WHY_SAME_*

-- entry: a record in a register of the profile; it names no helped person
CREATE TABLE entry (
	id id PRIMARY KEY,                             -- row number
	ref blob NOT NULL UNIQUE,                      -- reference
	register code NOT NULL,                        -- register of the profile
	org id NOT NULL REFERENCES org(id),            -- organisation that keeps it
	number text NOT NULL,                          -- its own number there
	happened day NOT NULL,                         -- its day
	precision code NOT NULL,                       -- enum PRECISION_*
	act id NOT NULL REFERENCES act(n),             -- act that made it
	void code NOT NULL,                            -- 1: retracts the row it supersedes
	supersedes id REFERENCES entry(id)             -- the row it corrects
);
CREATE UNIQUE INDEX entry_supersedes ON entry (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX entry_number ON entry (register, org, number, id);
CREATE INDEX entry_count ON entry (register, happened, org, id, number, act, void, supersedes);

-- entry_value: one value of one field of an entry
CREATE TABLE entry_value (
	entry id NOT NULL REFERENCES entry(id),        -- entry
	field code NOT NULL,                           -- number of the field in its register
	rank code NOT NULL,                            -- 0, or its place where a field has several
	amount int,                                    -- codes, whole numbers, days, cents; NULL for texts and links
	words text,                                    -- texts, and numbers of other entries; NULL otherwise
	PRIMARY KEY (entry, field, rank)
);
CREATE INDEX entry_value_count ON entry_value (entry, field, rank, amount, words);

-- entry_now: the row that stands for a record's number (projection of the entries)
CREATE TABLE entry_now (
	entry id PRIMARY KEY REFERENCES entry(id),     -- the newest row of its number, no retraction
	register code NOT NULL,                        -- its register
	org id NOT NULL REFERENCES org(id),            -- its organisation
	happened day NOT NULL                          -- its day
);
CREATE INDEX entry_now_list ON entry_now (register, happened, entry);

-- Work and jobs about a record of a register.
ALTER TABLE task ADD COLUMN entry id;                    -- about which row of a register
ALTER TABLE job ADD COLUMN entry id;                     -- about which row of a register
CREATE INDEX task_entry ON task (entry) WHERE entry IS NOT NULL;

-- said: what a body says of its records of a time; the newest row stands
CREATE TABLE said (
	id id PRIMARY KEY,                             -- row number
	org id NOT NULL REFERENCES org(id),            -- body
	item code NOT NULL,                            -- what is owed, of the profile
	year int NOT NULL,                             -- year
	month int NOT NULL,                            -- month, 0 where it is owed once a year
	state code NOT NULL,                           -- enum RETURN_*
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX said_item ON said (item, year, month, org, id);
INSERT INTO said (org, item, year, month, state, act) SELECT org, indicator, year, 0, 1, act FROM delivery;
DROP TABLE delivery;

-- edition: a report as it was frozen
CREATE TABLE edition (
	id id PRIMARY KEY,                             -- row number
	report code NOT NULL,                          -- report of the profile
	year int NOT NULL,                             -- its year
	number int NOT NULL,                           -- 1, 2, 3 ... within report and year
	as_of day NOT NULL,                            -- as recorded by the end of this day
	upto id NOT NULL,                              -- and exactly: up to this act
	hash text NOT NULL,                            -- BLAKE2b-256 of its CSV text, in hex
	csv text NOT NULL,                             -- that text
	org id NOT NULL REFERENCES org(id),            -- who froze it
	act id NOT NULL REFERENCES act(n),             -- act
	UNIQUE (report, year, number)
);

-- import: a file being brought in
CREATE TABLE import (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seals)
	ref blob NOT NULL UNIQUE,                      -- reference
	org id NOT NULL REFERENCES org(id),            -- whose records
	account id NOT NULL,                           -- who brings them, 0 for an operator
	roles int NOT NULL,                            -- role bits it runs with
	kind text NOT NULL,                            -- persons, services, links, returns, or a register
	file blob NOT NULL,                            -- keyed hash of the file
	whole code NOT NULL,                           -- 1: nothing is written when one row is wrong
	state code NOT NULL,                           -- enum IMPORT_*
	row_count int NOT NULL,                        -- rows announced
	staged int NOT NULL,                           -- rows staged
	tried int NOT NULL,                            -- rows tried, where nothing may be written when one is wrong
	done int NOT NULL,                             -- rows worked through
	added int NOT NULL,                            -- new records
	changed int NOT NULL,                          -- records that corrected earlier ones
	same int NOT NULL,                             -- rows that were here already
	bad int NOT NULL,                              -- rows that were wrong
	act id NOT NULL REFERENCES act(n)              -- act that began it
);
CREATE INDEX import_org ON import (org, id);
CREATE INDEX import_state ON import (state, id);

-- import_part: rows that wait, sealed; gone once they were worked through
CREATE TABLE import_part (
	import id NOT NULL REFERENCES import(id),      -- import
	part int NOT NULL,                             -- number of its first row in the import, from 0
	row_count int NOT NULL,                        -- rows in it
	sealed blob NOT NULL,                          -- JSON of the rows, sealed by the registry
	PRIMARY KEY (import, part)
);

-- import_error: what was wrong with a row; never its value
CREATE TABLE import_error (
	import id NOT NULL REFERENCES import(id),      -- import
	place int NOT NULL,                            -- 0, 1, 2 ...
	line int NOT NULL,                             -- number of the row in its file
	field text,                                    -- field
	rule text NOT NULL,                            -- what is wrong
	PRIMARY KEY (import, place)
);

-- source: a row of an organisation's own lists, known again by its number
CREATE TABLE source (
	id id PRIMARY KEY,                             -- row number
	org id NOT NULL REFERENCES org(id),            -- organisation
	kind text NOT NULL,                            -- kind of list
	mark blob NOT NULL,                            -- keyed hash of its number there, or of the whole row
	digest blob NOT NULL,                          -- keyed hash of what it said last
	person id REFERENCES person(id),               -- the person it made or is about
	UNIQUE (org, kind, mark)
);
CREATE INDEX source_person ON source (person);

-- source_fact: a fact that such a row made, so that a changed row corrects it
CREATE TABLE source_fact (
	source id NOT NULL REFERENCES source(id),      -- the row
	place code NOT NULL,                           -- its place among the calls of the row
	kind code NOT NULL,                            -- enum FACT_*, 0 for an entry or a return
	fact id NOT NULL,                              -- row number of the newest fact
	digest blob NOT NULL,                          -- keyed hash of the call that made it
	PRIMARY KEY (source, place)
);
