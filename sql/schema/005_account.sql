-- Rights end by themselves.
ALTER TABLE account_role ADD COLUMN until day;           -- last day it holds; NULL: until it is ended
ALTER TABLE account ADD COLUMN leave code;               -- enum LEAVE_*, where it may no longer sign in
CREATE INDEX account_org ON account (org, id);

-- credential: what a right depends on; the newest row of a kind stands
CREATE TABLE credential (
	id id PRIMARY KEY,                             -- row number
	account id NOT NULL REFERENCES account(id),    -- account
	kind code NOT NULL,                            -- enum CREDENTIAL_*
	until day NOT NULL,                            -- last day it holds
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX credential_account ON credential (account, kind, id);
-- Whoever has an account from before this: a year to be vetted and trained.
INSERT INTO credential (account, kind, until, act)
	SELECT a.id, k.kind, (SELECT MAX(at) FROM act) / 86400000000 + 366, (SELECT MAX(n) FROM act)
	FROM account a, (SELECT 1 AS kind UNION ALL SELECT 2 AS kind) k ORDER BY a.id, k.kind;

-- proposal: what a second person has to agree to
CREATE TABLE proposal (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference
	kind code NOT NULL,                            -- enum PROPOSAL_*
	account id NOT NULL REFERENCES account(id),    -- who asks
	org id NOT NULL REFERENCES org(id),            -- for which organisation
	person id REFERENCES person(id),               -- about whom, if about a person
	other id REFERENCES person(id),                -- and whom else, if about two
	subject id REFERENCES account(id),             -- about which account, if about one
	detail blob NOT NULL,                          -- sealed JSON: what is to be done
	at instant NOT NULL,                           -- when it was asked
	until instant NOT NULL,                        -- when it ends by itself
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX proposal_org ON proposal (org, id);
CREATE INDEX proposal_until ON proposal (until, id);
CREATE INDEX proposal_person ON proposal (person, id) WHERE person IS NOT NULL;
ALTER TABLE task ADD COLUMN proposal id;                 -- about which proposal
CREATE INDEX task_proposal ON task (proposal) WHERE proposal IS NOT NULL;

-- proposal_end: agreed or refused, at most once, and never by who asked
CREATE TABLE proposal_end (
	proposal id PRIMARY KEY REFERENCES proposal(id), -- proposal
	state code NOT NULL,                           -- enum PROPOSAL_*, not open
	asker id NOT NULL REFERENCES account(id),      -- who asked
	account id REFERENCES account(id),             -- who answered; NULL: nobody did in time
	act id NOT NULL REFERENCES act(n),             -- act
	CHECK (state <> 2 OR (account IS NOT NULL AND asker <> account))
);

ALTER TABLE task ADD COLUMN account id;                  -- for whom of the organisation; NULL: everybody

-- assignment: who of an organisation works with a person; the newest row of both stands
CREATE TABLE assignment (
	id id PRIMARY KEY,                             -- row number
	person id NOT NULL REFERENCES person(id),      -- person
	org id NOT NULL REFERENCES org(id),            -- organisation
	account id NOT NULL REFERENCES account(id),    -- who works with her
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX assignment_person ON assignment (person, org, id);
CREATE INDEX assignment_account ON assignment (account, id);

-- complaint: told to the rapporteur; the organisation it is about can neither read nor change it
CREATE TABLE complaint (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference
	about id NOT NULL REFERENCES org(id),          -- organisation it is about
	kind code NOT NULL,                            -- enum COMPLAINT_*
	account id NOT NULL REFERENCES account(id),    -- who wrote it down
	org id NOT NULL REFERENCES org(id),            -- for which organisation
	person id REFERENCES person(id),               -- for whom, if for a person
	words blob NOT NULL,                           -- sealed words
	at instant NOT NULL,                           -- when
	act id NOT NULL REFERENCES act(n)              -- act
);

ALTER TABLE task ADD COLUMN complaint id;                -- about which complaint
CREATE INDEX task_complaint ON task (complaint) WHERE complaint IS NOT NULL;

-- complaint_answer: what was found; the newest row stands
CREATE TABLE complaint_answer (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	complaint id NOT NULL REFERENCES complaint(id), -- complaint
	state code NOT NULL,                           -- enum COMPLAINT_*
	reply blob NOT NULL,                           -- sealed words
	account id NOT NULL REFERENCES account(id),    -- who answered
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX complaint_answer_of ON complaint_answer (complaint, id);

-- erased: whose identity was erased
CREATE TABLE erased (
	person id PRIMARY KEY REFERENCES person(id),   -- person
	act id NOT NULL REFERENCES act(n)              -- act
);
