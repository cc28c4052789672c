-- clock: a time that runs for a person (clocks.json); rows without a kind are reflection periods of before
CREATE TABLE clock (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	ends day NOT NULL,                             -- last day, as the law had it when it began
	kind code,                                     -- which of the profile's; NULL: the first one
	decision id REFERENCES decision(id),           -- decision it began with, if it began by itself
	review id                                      -- wish to look again it began with
);
INSERT INTO clock (id, person, org, happened, precision, act, certainty, void, supersedes, ref, ends)
	SELECT r.id, r.person, r.org, r.happened, r.precision, r.act, r.certainty, r.void, r.supersedes, r.ref, r.ends
	FROM reflection r ORDER BY r.id;
DROP TABLE reflection;
CREATE INDEX clock_person ON clock (person, id);
CREATE INDEX clock_decision ON clock (decision);

-- clock_change: a time stopped, resumed, made longer, ended, or met by what it waited for
CREATE TABLE clock_change (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	clock id NOT NULL REFERENCES clock(id),        -- time
	what code NOT NULL,                            -- enum CHANGE_*
	why code,                                      -- enum CLOCK_WHY_*
	ends day NOT NULL,                             -- its last day from then on
	decision id REFERENCES decision(id)            -- decision that met or ended it
);
CREATE INDEX clock_change_clock ON clock_change (clock, id);
CREATE INDEX clock_change_person ON clock_change (person, id);
CREATE INDEX clock_change_decision ON clock_change (decision);

-- review: a wish that a decision is looked at again; answered by the decision that supersedes it
CREATE TABLE review (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	decision id NOT NULL REFERENCES decision(id),  -- decision
	asked_by code NOT NULL                         -- enum ASKED_*
);
CREATE INDEX review_person ON review (person, id);
CREATE INDEX review_decision ON review (decision);

ALTER TABLE job ADD COLUMN clock id;                     -- which time warns or ends
ALTER TABLE task ADD COLUMN clock id;                    -- which time it is about
CREATE INDEX job_clock ON job (clock, done);
CREATE INDEX task_clock ON task (clock, done);
CREATE INDEX job_person ON job (person, kind, done);
UPDATE task SET clock = (SELECT MAX(c.id) FROM clock c WHERE c.person = task.person AND c.org = task.org AND c.void = 0)
	WHERE done = 0 AND kind = 5;
INSERT INTO job (kind, due_at, done, person, clock, act) SELECT 10, 0, 0, c.person, c.id, c.act FROM clock c
	WHERE c.void = 0 AND c.ends + 2 >= (SELECT COALESCE(MAX(a.at), 0) / 86400000000 FROM act a);
