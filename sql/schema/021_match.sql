-- The registry's own comparing of records (core/match.h).

-- weighed: what the engine made of two records that may be of one person; the newest counts
CREATE TABLE weighed (
	id id PRIMARY KEY,                             -- row number
	likeness id NOT NULL REFERENCES likeness(id),  -- likeness
	model text NOT NULL,                           -- model and its version: profiles/models
	bits int NOT NULL,                             -- weight in whole bits, without how rare a name is
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX weighed_likeness ON weighed (likeness, id);

-- weighed_part: what speaks for one person, and what against
CREATE TABLE weighed_part (
	weighed id NOT NULL REFERENCES weighed(id),    -- weighing
	compared code NOT NULL,                        -- enum COMPARED_*
	agree code NOT NULL,                           -- enum AGREE_*
	bits int NOT NULL,                             -- what it adds, in whole bits
	PRIMARY KEY (weighed, compared)
);

ALTER TABLE link ADD COLUMN model text;                  -- model by which the two had been weighed; NULL: they had not
ALTER TABLE link ADD COLUMN bits int;                    -- weight then, in whole bits

-- match_mark: up to which record names have been compared; what comes later waits
CREATE TABLE match_mark (
	one code PRIMARY KEY,                          -- 1: there is one row
	identity id NOT NULL                           -- row of identity
);

-- match_run: comparisons of all with all
CREATE TABLE match_run (
	id id PRIMARY KEY,                             -- row number
	started instant NOT NULL,                      -- when it was asked for, or fell due
	ended instant,                                 -- when it ended; NULL: it has not
	state code NOT NULL,                           -- enum MATCH_*
	done int NOT NULL,                             -- parts done
	parts int NOT NULL,                            -- of so many
	records int,                                   -- records compared
	pairs int,                                     -- pairs that may be of one person
	kib int                                        -- memory the index takes, in KiB
);
CREATE INDEX match_run_state ON match_run (state, id);

CREATE INDEX task_likeness ON task (likeness, org) WHERE likeness IS NOT NULL;
