-- People no agency recorded: what was asked, the lists it was asked of, what came out, and that it was released.

-- estimate: an estimate that was asked for
CREATE TABLE estimate (
	id id PRIMARY KEY,                             -- row number
	ref blob NOT NULL UNIQUE,                      -- reference
	org id NOT NULL REFERENCES org(id),            -- who asked
	from_year int NOT NULL,                        -- first year of the lists
	year int NOT NULL,                             -- last year
	whom code NOT NULL,                            -- enum WHOM_*: who is counted
	strata code NOT NULL,                          -- enum STRATA_*: kinds of people that are counted apart
	as_of day NOT NULL,                            -- as recorded by the end of this day
	upto id NOT NULL,                              -- and exactly: up to this act
	resamples int NOT NULL,                        -- how often it is repeated on resampled lists
	seed int NOT NULL,                             -- the same seed gives the same answer
	act id NOT NULL REFERENCES act(n)              -- act
);

-- estimate_list: a kind of body whose records are one list
CREATE TABLE estimate_list (
	estimate id NOT NULL REFERENCES estimate(id),  -- estimate
	kind code NOT NULL,                            -- enum ORG_*
	place int NOT NULL,                            -- bit of a history; -1: left out
	n int NOT NULL,                                -- people it recorded
	sent int NOT NULL,                             -- of them, people another kind of body had sent before
	PRIMARY KEY (estimate, kind)
);

-- estimate_cell: how many people are on exactly these lists
CREATE TABLE estimate_cell (
	estimate id NOT NULL REFERENCES estimate(id),  -- estimate
	stratum code NOT NULL,                         -- enum STRATUM_*
	own code NOT NULL,                             -- 1: only lists that found them themselves count
	history int NOT NULL,                          -- bits of the lists
	n int NOT NULL,                                -- people
	PRIMARY KEY (estimate, stratum, own, history)
);

-- estimate_pair: what is not known yet of two lists: records that may be of one person
CREATE TABLE estimate_pair (
	estimate id NOT NULL REFERENCES estimate(id),  -- estimate
	first int NOT NULL,                            -- place of a list
	second int NOT NULL,                           -- place of a list after it
	missed int NOT NULL,                           -- share of their true links that may be missing, in millionths
	PRIMARY KEY (estimate, first, second)
);

-- estimate_run: the queue, and how far the one that runs is
CREATE TABLE estimate_run (
	estimate id PRIMARY KEY REFERENCES estimate(id), -- estimate
	state code NOT NULL,                           -- enum ESTIMATE_*
	done int NOT NULL,                             -- parts done
	parts int NOT NULL                             -- of so many; 0: it has not begun
);
CREATE INDEX estimate_run_state ON estimate_run (state, estimate);

-- estimate_end: how an estimate ended
CREATE TABLE estimate_end (
	id id PRIMARY KEY,                             -- row number
	estimate id NOT NULL UNIQUE REFERENCES estimate(id), -- estimate
	state code NOT NULL,                           -- enum ESTIMATE_*: done, stopped or failed
	finding code,                                  -- enum FINDING_*; NULL: it was not done
	observed int,                                  -- people on the lists
	value int,                                     -- people in all, where the finding is a number
	low int,                                       -- at least so many, with 95 per cent
	high int,                                      -- at most; NULL: no limit is known
	act id NOT NULL REFERENCES act(n)              -- act
);

-- estimate_row: what stands beside the finding
CREATE TABLE estimate_row (
	estimate_end id NOT NULL REFERENCES estimate_end(id), -- end of the estimate
	place int NOT NULL,                            -- in this order
	part code NOT NULL,                            -- enum PART_*
	lists int NOT NULL,                            -- bits of the lists it is about
	method code,                                   -- enum METHOD_*
	doubt code,                                    -- enum DOUBT_*
	stratum code,                                  -- enum STRATUM_*
	threshold int,                                 -- of stepwise selection, in ten thousandths
	terms text,                                    -- pairs of lists the model joins, by bits of sets: "3 5"
	observed int,                                  -- people seen
	value int,                                     -- people in all; NULL: no estimate
	low80 int,                                     -- at least, with 80 per cent
	high80 int,                                    -- at most
	low int,                                       -- at least, with 95 per cent
	high int,                                      -- at most
	PRIMARY KEY (estimate_end, place)
);

-- estimate_release: that an estimate may be told to all who read figures
CREATE TABLE estimate_release (
	estimate id PRIMARY KEY REFERENCES estimate(id), -- estimate
	org id NOT NULL REFERENCES org(id),            -- who decided
	act id NOT NULL REFERENCES act(n)              -- act
);
