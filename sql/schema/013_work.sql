-- Work: what is urgent first, whose it is, and what it is about besides.
ALTER TABLE task ADD COLUMN urgent code NOT NULL DEFAULT 0; -- 1: a child or unknown age, or somebody in danger
ALTER TABLE task ADD COLUMN holder id;                      -- account that has it in hand; everybody else still sees it
ALTER TABLE task ADD COLUMN review id;                      -- about which wish to look at a decision again
ALTER TABLE task ADD COLUMN shift id;                       -- about which hand-over at the end of a shift
ALTER TABLE task ADD COLUMN tell_at instant;                -- when whoever wants to hears by mail that there is work; NULL: told
UPDATE task SET urgent = 1 WHERE done = 0 AND kind IN (1, 2, 3, 6, 7, 8, 10, 11)
	AND (person IN (SELECT n.person FROM person_now n WHERE n.age IN (1, 2, 6)) OR referral IN (SELECT f.id FROM referral f
		JOIN person_now n ON n.person = f.person WHERE n.age IN (1, 2, 6)));
CREATE INDEX task_first ON task (org, done, urgent DESC, due_at, id);
CREATE INDEX task_account ON task (account, done, id) WHERE account IS NOT NULL;
CREATE INDEX task_holder ON task (holder, done, id) WHERE holder IS NOT NULL;
CREATE INDEX task_review ON task (review, done) WHERE review IS NOT NULL;
CREATE INDEX task_tell ON task (tell_at, id) WHERE tell_at IS NOT NULL;

-- shift: somebody handed her open work to a colleague at the end of a shift
CREATE TABLE shift (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference
	org id NOT NULL REFERENCES org(id),            -- organisation
	account id NOT NULL REFERENCES account(id),    -- who went
	taker id NOT NULL REFERENCES account(id),      -- who goes on
	tasks int NOT NULL,                            -- how many tasks were handed over
	words blob,                                    -- sealed words; gone once who goes on is done with them
	act id NOT NULL REFERENCES act(n)              -- act
);

-- mail_to: an account's own address for messages that say only that there is work
CREATE TABLE mail_to (
	account id PRIMARY KEY REFERENCES account(id), -- account
	sealed blob NOT NULL,                          -- sealed address
	act id NOT NULL REFERENCES act(n)              -- act
);

-- outbox: a message that waits or was sent; at most one of an account waits
CREATE TABLE outbox (
	id id PRIMARY KEY,                             -- row number
	account id NOT NULL REFERENCES account(id),    -- to whom
	at instant NOT NULL,                           -- not before
	tries int NOT NULL,                            -- how often it was handed to the mailer
	again code NOT NULL,                           -- 1: more work came while the mailer had it
	sent_at instant                                -- when the mail system took it; NULL: not yet
);
CREATE UNIQUE INDEX outbox_waits ON outbox (account) WHERE sent_at IS NULL;
CREATE INDEX outbox_due ON outbox (at, id) WHERE sent_at IS NULL;
CREATE INDEX outbox_account ON outbox (account, sent_at);
