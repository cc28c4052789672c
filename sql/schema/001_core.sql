-- registry: the registry itself; one row
CREATE TABLE registry (
	n code PRIMARY KEY,                            -- always 1
	ref blob NOT NULL,                             -- random number of this registry, bound into its log
	profile text NOT NULL,                         -- country profile, for example lt
	demonstration code NOT NULL,                   -- 1: nobody here is real; the key file says the same and cannot be changed
	built code NOT NULL,                           -- 1 once a demonstration is complete: from then on the clock is the machine's
	created instant NOT NULL,                      -- when it was made
	CHECK (n = 1)
);

-- org: an organisation
CREATE TABLE org (
	id id PRIMARY KEY,                             -- row number
	code text NOT NULL UNIQUE,                     -- how the world outside calls it
	name text NOT NULL,                            -- its name
	kind code NOT NULL,                            -- enum ORG_*
	region code NOT NULL                           -- region of the profile
);
CREATE INDEX org_kind ON org (kind, code);

-- unit: a part of an organisation
CREATE TABLE unit (
	id id PRIMARY KEY,                             -- row number
	org id NOT NULL REFERENCES org(id),            -- whose part it is
	code text NOT NULL UNIQUE,                     -- how the world outside calls it
	name text NOT NULL,                            -- its name
	municipality code                              -- municipality of the profile, if it has one
);
CREATE INDEX unit_org ON unit (org, code);

-- account: somebody who may sign in
CREATE TABLE account (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the sealed name)
	ref blob NOT NULL UNIQUE,                      -- how the world outside calls it
	org id NOT NULL REFERENCES org(id),            -- organisation
	unit id REFERENCES unit(id),                   -- unit, if any
	login blob NOT NULL UNIQUE,                    -- keyed token of the sign-in name
	name blob NOT NULL,                            -- sealed name of the member of staff
	password text NOT NULL,                        -- Argon2id hash
	active code NOT NULL                           -- 1 while it may sign in
);

-- account_role: what an account may do
CREATE TABLE account_role (
	account id NOT NULL REFERENCES account(id),    -- account
	role code NOT NULL,                            -- enum ROLE_*
	PRIMARY KEY (account, role)
);

-- act: one change of the store; its number is the registry's own time
CREATE TABLE act (
	n id PRIMARY KEY,                              -- 1, 2, 3 ...
	at instant NOT NULL,                           -- when it was recorded
	actor id NOT NULL,                             -- account, 0 for the registry itself
	op text NOT NULL,                              -- name of the operation or job
	key blob UNIQUE,                               -- idempotency key, mixed with the actor
	digest blob,                                   -- keyed hash of the input: the same key with another input is refused
	answer text                                    -- what was answered: references and codes only, repeated for the same key
);
CREATE INDEX act_at ON act (at, n);

-- person: somebody who may need help; everything known is a fact that points here
CREATE TABLE person (
	id id PRIMARY KEY,                             -- row number
	ref blob NOT NULL UNIQUE,                      -- the random reference
	org id NOT NULL REFERENCES org(id),            -- organisation that recorded the first sign
	act id NOT NULL REFERENCES act(n)              -- act that made the row
);

-- person_key: the wrapped key of one person and compartment; destroying it erases what it sealed
CREATE TABLE person_key (
	person id NOT NULL REFERENCES person(id),      -- person
	compartment code NOT NULL,                     -- enum compartment
	wrapped blob NOT NULL,                         -- key, wrapped under the registry's key of that compartment
	PRIMARY KEY (person, compartment)
);

-- note: a free text, sealed with the person's key
CREATE TABLE note (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	person id NOT NULL REFERENCES person(id),      -- person
	org id NOT NULL REFERENCES org(id),            -- organisation whose note it is
	kind code NOT NULL,                            -- enum FACT_*: what the note belongs to
	fact id NOT NULL,                              -- row number of that fact
	happened day NOT NULL,                         -- its day
	act id NOT NULL REFERENCES act(n),             -- act that made it
	text blob NOT NULL                             -- sealed text
);
CREATE INDEX note_person ON note (person, org, id);
CREATE INDEX note_fact ON note (kind, fact);

-- signal: a sign that somebody may need help
CREATE TABLE signal (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	source code NOT NULL,                          -- enum SOURCE_*
	municipality code NOT NULL,                    -- where
	age code NOT NULL,                             -- enum AGE_*
	sex code NOT NULL,                             -- enum SEX_*
	speech code NOT NULL                           -- enum SPEECH_*
);
CREATE INDEX signal_person ON signal (person, id);

-- screening: questions asked of a person
CREATE TABLE screening (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	instrument code NOT NULL,                      -- set of questions, of the profile
	version code NOT NULL,                         -- version of that set
	speech code NOT NULL,                          -- language they were asked in
	result code NOT NULL                           -- enum RESULT_*
);
CREATE INDEX screening_person ON screening (person, id);

-- screening_answer: one answer
CREATE TABLE screening_answer (
	screening id NOT NULL REFERENCES screening(id), -- the questions asked
	question code NOT NULL,                        -- number of the question in its instrument, from 0
	answer code NOT NULL,                          -- enum ANSWER_*
	PRIMARY KEY (screening, question)
);

-- identity: a name and what goes with it, as one organisation wrote it down
CREATE TABLE identity (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	sealed blob NOT NULL                           -- JSON of given, family, born, birth, document, phone, safe; sealed
);
CREATE INDEX identity_person ON identity (person, id);

-- identity_token: keyed tokens by which the same document, telephone or name with birth is found again
CREATE TABLE identity_token (
	family code NOT NULL,                          -- enum token_family
	token blob NOT NULL,                           -- keyed token
	identity id NOT NULL REFERENCES identity(id),  -- the record it was made from
	person id NOT NULL REFERENCES person(id),      -- person
	PRIMARY KEY (family, token, identity)
);
CREATE INDEX identity_token_person ON identity_token (person);

-- consent: what the person agrees to, for one purpose and one recipient
CREATE TABLE consent (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	purpose code NOT NULL,                         -- enum PURPOSE_*
	recipient id NOT NULL REFERENCES org(id),      -- organisation she agrees to or refuses
	state code NOT NULL,                           -- enum CONSENT_*
	speech code NOT NULL,                          -- language it was explained in
	read_aloud code NOT NULL,                      -- 1 if it was read aloud
	expires day                                    -- last day it holds, if it ends
);
CREATE INDEX consent_person ON consent (person, recipient, purpose, id);

-- block: a unit that may never see the person's file, in her own words
CREATE TABLE block (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	unit id NOT NULL REFERENCES unit(id)           -- unit
);
CREATE INDEX block_person ON block (person, unit);

-- closed: whose file is closed to whom; an account without a unit (0) cannot show that it is not of the unit she named
CREATE VIEW closed AS
SELECT b.person, u.org, b.unit FROM block b JOIN unit u ON u.id = b.unit
WHERE b.void = 0 AND NOT EXISTS (SELECT 1 FROM block c WHERE c.supersedes = b.id);

-- referral: a request from one organisation to another to act for a person
CREATE TABLE referral (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	receiver id NOT NULL REFERENCES org(id),       -- organisation asked; org is the one that asks
	purpose code NOT NULL,                         -- enum PURPOSE_*
	sent_at instant NOT NULL,                      -- when it was sent
	due_at instant NOT NULL                        -- by when it must be answered
);
CREATE INDEX referral_person ON referral (person, id);

-- referral_need: what the person needs
CREATE TABLE referral_need (
	referral id NOT NULL REFERENCES referral(id),  -- referral
	need code NOT NULL,                            -- enum NEED_*
	PRIMARY KEY (referral, need)
);

-- referral_answer: a referral accepted, declined or withdrawn; at most one a referral
CREATE TABLE referral_answer (
	FACT,
	referral id NOT NULL UNIQUE REFERENCES referral(id), -- referral
	state code NOT NULL,                           -- enum REFERRAL_*, not open
	decline code,                                  -- enum DECLINE_*, where declined
	answered_at instant NOT NULL                   -- when
);
CREATE INDEX referral_answer_person ON referral_answer (person, id);

-- place: somewhere to stay; its address is sealed under a key of its own
CREATE TABLE place (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference
	org id NOT NULL REFERENCES org(id),            -- organisation that runs it
	label text NOT NULL,                           -- public name, without the address
	region code NOT NULL,                          -- region of the profile
	sex code NOT NULL,                             -- enum SEX_*: whom it takes; SEX_OTHER takes everybody
	beds int NOT NULL,                             -- beds in all
	wrapped blob NOT NULL,                         -- the place's key, wrapped
	address blob NOT NULL                          -- sealed address
);
CREATE INDEX place_org ON place (org, id);

-- place_speech: languages spoken at a place
CREATE TABLE place_speech (
	place id NOT NULL REFERENCES place(id),        -- place
	speech code NOT NULL,                          -- enum SPEECH_*
	PRIMARY KEY (place, speech)
);

-- placement: a stay at a place
CREATE TABLE placement (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	place id NOT NULL REFERENCES place(id)         -- place
);
CREATE INDEX placement_person ON placement (person, id);
CREATE INDEX placement_place ON placement (place, id);

-- placement_end: the end of a stay; at most one a stay
CREATE TABLE placement_end (
	FACT,
	placement id NOT NULL UNIQUE REFERENCES placement(id) -- stay
);
CREATE INDEX placement_end_person ON placement_end (person, id);

-- reflection: the time a person has to decide, with nothing asked of her
CREATE TABLE reflection (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	ends day NOT NULL                              -- last day
);
CREATE INDEX reflection_person ON reflection (person, id);

-- service: help given
CREATE TABLE service (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	need code NOT NULL                             -- enum NEED_*: what the help answered
);
CREATE INDEX service_person ON service (person, id);
CREATE INDEX service_count ON service (happened, id, org, person, act);

-- decision: a presumption or an identification decision, apart from any criminal case
CREATE TABLE decision (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	stage code NOT NULL,                           -- enum STAGE_*
	outcome code NOT NULL,                         -- enum OUTCOME_*
	form code NOT NULL                             -- main form of exploitation, enum FORM_*
);
CREATE INDEX decision_person ON decision (person, id);
CREATE INDEX decision_count ON decision (stage, outcome, happened, id, org, form, person, act);

-- decision_form: every form of exploitation a decision names, the main one first
CREATE TABLE decision_form (
	decision id NOT NULL REFERENCES decision(id),  -- decision
	rank code NOT NULL,                            -- 0 is the main one
	form code NOT NULL,                            -- enum FORM_*
	PRIMARY KEY (decision, rank)
);

-- likeness: two records that may be of one person
CREATE TABLE likeness (
	id id PRIMARY KEY,                             -- row number
	ref blob NOT NULL UNIQUE,                      -- reference
	person id NOT NULL REFERENCES person(id),      -- the newer record
	other id NOT NULL REFERENCES person(id),       -- the older one
	act id NOT NULL REFERENCES act(n),             -- act that found it
	UNIQUE (person, other)
);
CREATE INDEX likeness_other ON likeness (other);

-- link: what somebody said about a likeness; the newest counts, and nothing is merged
CREATE TABLE link (
	FACT,
	likeness id NOT NULL REFERENCES likeness(id),  -- likeness
	other id NOT NULL REFERENCES person(id),       -- the older record
	state code NOT NULL                            -- enum LIKE_*
);
CREATE INDEX link_person ON link (person, other, id);
CREATE INDEX link_other ON link (other, person, id);

-- question: one organisation asking about a person; answered with one sentence, always
CREATE TABLE question (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference
	account id NOT NULL REFERENCES account(id),    -- who asks
	org id NOT NULL REFERENCES org(id),            -- for which organisation
	unit id REFERENCES unit(id),                   -- and unit
	act id NOT NULL REFERENCES act(n),             -- act
	sealed blob NOT NULL                           -- JSON of given, family, born, why; sealed by the registry
);

-- delivery: a body says that its records of a year are complete; without it no figure is zero
CREATE TABLE delivery (
	id id PRIMARY KEY,                             -- row number
	org id NOT NULL REFERENCES org(id),            -- body answerable
	indicator code NOT NULL,                       -- indicator of the profile
	year int NOT NULL,                             -- year
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX delivery_year ON delivery (indicator, year, act);

-- task: something an organisation has to do
CREATE TABLE task (
	id id PRIMARY KEY,                             -- row number
	ref blob NOT NULL UNIQUE,                      -- reference
	org id NOT NULL REFERENCES org(id),            -- whose work it is
	kind code NOT NULL,                            -- enum TASK_*
	due_at instant NOT NULL,                       -- by when
	done code NOT NULL,                            -- 1 when done
	person id REFERENCES person(id),               -- about whom, if the organisation may know
	referral id REFERENCES referral(id),           -- about which referral
	likeness id REFERENCES likeness(id),           -- about which likeness
	question id REFERENCES question(id),           -- about which question
	act id NOT NULL REFERENCES act(n)              -- act that made it
);
CREATE INDEX task_work ON task (org, done, due_at, id);
CREATE INDEX task_referral ON task (referral, kind, org);
CREATE INDEX task_person ON task (person, kind);

-- job: something the registry has to do at a time
CREATE TABLE job (
	id id PRIMARY KEY,                             -- row number
	kind code NOT NULL,                            -- enum JOB_*
	due_at instant NOT NULL,                       -- when
	done code NOT NULL,                            -- 1 when done; each is done once
	referral id REFERENCES referral(id),           -- about which referral
	person id REFERENCES person(id),               -- about whom
	act id NOT NULL REFERENCES act(n)              -- act that made it
);
CREATE INDEX job_due ON job (done, due_at, id);

-- person_now: where a person stands (projection of the facts)
CREATE TABLE person_now (
	person id PRIMARY KEY REFERENCES person(id),   -- person
	status code NOT NULL,                          -- enum STATUS_*
	age code NOT NULL,                             -- newest age band
	sex code NOT NULL,                             -- newest sex
	speech code NOT NULL,                          -- newest language
	municipality code NOT NULL,                    -- newest municipality
	since day NOT NULL,                            -- day of the first sign
	place id REFERENCES place(id),                 -- where she stays, if at a place
	placed day,                                    -- since when
	reflection_from day,                           -- first day of the newest reflection period
	reflection_to day                              -- its last day
);

-- relation: which organisation has to do with a person, and how (projection of the facts)
CREATE TABLE relation (
	person id NOT NULL REFERENCES person(id),      -- person
	org id NOT NULL REFERENCES org(id),            -- organisation
	kinds int NOT NULL,                            -- bits REL_MET, REL_SUPPORTS, REL_DECIDER, REL_OFFERED
	PRIMARY KEY (person, org)
);
CREATE INDEX relation_org ON relation (org, person, kinds);

-- victim: the decision that stands for a person (projection of the facts)
CREATE TABLE victim (
	person id PRIMARY KEY REFERENCES person(id),   -- person
	decision id NOT NULL REFERENCES decision(id),  -- newest formal decision that stands, else the newest presumption
	stage code NOT NULL,                           -- its stage
	outcome code NOT NULL                          -- its outcome
);

-- same_person: records found to be of one person, by the oldest of them (projection of the links)
CREATE TABLE same_person (
	person id PRIMARY KEY REFERENCES person(id),   -- a record
	first id NOT NULL REFERENCES person(id)        -- the oldest record of the same person
);
CREATE INDEX same_person_first ON same_person (first, person);

-- referral_now: how far a referral is (projection of the facts)
CREATE TABLE referral_now (
	referral id PRIMARY KEY REFERENCES referral(id), -- referral
	person id NOT NULL REFERENCES person(id),      -- person
	sender id NOT NULL REFERENCES org(id),         -- organisation that asks
	receiver id NOT NULL REFERENCES org(id),       -- organisation asked
	state code NOT NULL                            -- enum REFERRAL_*
);
CREATE INDEX referral_now_receiver ON referral_now (receiver, state, referral);
CREATE INDEX referral_now_sender ON referral_now (sender, state, referral);

-- place_now: how full a place is (projection of the facts)
CREATE TABLE place_now (
	place id PRIMARY KEY REFERENCES place(id),     -- place
	taken int NOT NULL                             -- beds in use
);
