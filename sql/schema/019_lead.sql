-- Signals that somebody may need help, before anybody has a file; calls to a hotline, and who answers them.

-- lead: a signal from an agency, a priest, the public or the person herself; it names nobody, and is nobody's file
CREATE TABLE lead (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seals)
	ref blob NOT NULL UNIQUE,                      -- reference
	desk id NOT NULL REFERENCES org(id),           -- the desk that reads it
	org id REFERENCES org(id),                     -- organisation it came from; nothing: the public page
	source code NOT NULL,                          -- enum LEAD_FROM_*: who sends it, as it says
	municipality code,                             -- where, if it says so
	happened day,                                  -- when, if it says so
	speech code NOT NULL,                          -- language of who sends it
	danger code NOT NULL,                          -- 1: somebody is in danger now
	receipt blob NOT NULL UNIQUE,                  -- keyed hash of the words of its receipt
	public blob NOT NULL,                          -- public key to which those words are the secret one
	at instant NOT NULL,                           -- when it came
	due_at instant NOT NULL,                       -- by when the desk must have it in hand
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX lead_desk ON lead (desk, id);

-- lead_line: what was written about it; the words go, the row stays
CREATE TABLE lead_line (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seals)
	lead id NOT NULL REFERENCES lead(id),          -- of which signal
	kind code NOT NULL,                            -- enum LEAD_LINE_*: told, a way to reach, told later, answered
	words blob,                                    -- sealed; gone once they were erased
	desk_key blob,                                 -- its key, sealed to the desk
	other_key blob,                                -- its key, sealed to the organisation it was handed to
	receipt_key blob,                              -- its key, sealed to the words of the receipt: of an answer
	at instant NOT NULL,                           -- when
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX lead_line_lead ON lead_line (lead, id);

-- lead_step: what became of it; the newest one says how it stands
CREATE TABLE lead_step (
	id id PRIMARY KEY,                             -- row number
	lead id NOT NULL REFERENCES lead(id),          -- of which signal
	state code NOT NULL,                           -- enum LEAD_*
	outcome code,                                  -- enum LEAD_OUTCOME_*, once it is known
	topic code,                                    -- enum LEAD_TOPIC_*: which other crime
	org id REFERENCES org(id),                     -- organisation it was handed to; nothing: by the desk itself, on paper
	person id REFERENCES person(id),               -- the person whose first sign it became
	account id REFERENCES account(id),             -- who took the step
	at instant NOT NULL,                           -- when
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX lead_step_lead ON lead_step (lead, id);
CREATE INDEX lead_step_org ON lead_step (org, lead) WHERE org IS NOT NULL;

-- call: a call to a hotline; whether it counts stands in the register `call`, under the same number
CREATE TABLE call (
	id id PRIMARY KEY,                             -- row number
	ref blob NOT NULL UNIQUE,                      -- reference
	org id NOT NULL REFERENCES org(id),            -- organisation that answered
	account id REFERENCES account(id),             -- who answered
	number text NOT NULL,                          -- its number in the register
	at instant NOT NULL,                           -- when it began
	east int NOT NULL,                             -- minutes that the clock on the wall was before UTC
	caller code NOT NULL,                          -- enum CALLER_*
	danger code NOT NULL,                          -- 1: somebody was in danger
	police_at instant,                             -- when the police was told
	earlier id REFERENCES call(id),                -- an earlier call about the same
	lead id REFERENCES lead(id),                   -- the signal it became
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX call_org ON call (org, at, id);

-- call_person: whose sign was recorded out of a call; one call may be about several
CREATE TABLE call_person (
	call id NOT NULL REFERENCES call(id),          -- the call
	person id NOT NULL REFERENCES person(id),      -- the person
	PRIMARY KEY (call, person)
);

-- duty: who answers a hotline, from when to when
CREATE TABLE duty (
	id id PRIMARY KEY,                             -- row number
	org id NOT NULL REFERENCES org(id),            -- organisation
	account id NOT NULL REFERENCES account(id),    -- who
	from_at instant NOT NULL,                      -- from when
	until_at instant NOT NULL,                     -- until when
	act id NOT NULL REFERENCES act(n)              -- act
);
CREATE INDEX duty_org ON duty (org, until_at, id);

-- duty_speech: the languages she answers in
CREATE TABLE duty_speech (
	duty id NOT NULL REFERENCES duty(id),          -- of which time on duty
	speech code NOT NULL,                          -- enum SPEECH_*
	PRIMARY KEY (duty, speech)
);

-- Work may be about a signal.
ALTER TABLE task ADD COLUMN lead id;                     -- signal
CREATE INDEX task_lead ON task (lead) WHERE lead IS NOT NULL;
DROP VIEW task_row;

-- task_row: a task as it is read; its person is named only while the organisation has a relation to her, a signal only to its
-- desk and to whom it is handed (30)
CREATE VIEW task_row AS
SELECT t.id, t.ref, t.org, t.account, t.holder, t.kind, t.due_at, t.done, t.urgent, t.about, t.other, t.question, t.shift,
	p.ref AS person, n.age, n.sex, n.speech, n.municipality, f.ref AS referral, f.purpose, s.name AS from_name,
	l.ref AS likeness, o.ref AS proposal, k.ref AS complaint, e.ref AS entry, e.register AS reg, x.kind AS sheet_kind,
	(SELECT g.account FROM assignment g WHERE g.person = t.person AND g.org = t.org ORDER BY g.id DESC LIMIT 1) AS worker,
	d.ref AS lead
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = t.org AND (r.kinds & 7) <> 0
	LEFT JOIN person p ON p.id = r.person LEFT JOIN person_now n ON n.person = r.person
	LEFT JOIN referral f ON f.id = t.referral LEFT JOIN org s ON s.id = f.org
	LEFT JOIN likeness l ON l.id = t.likeness LEFT JOIN entry e ON e.id = t.entry
	LEFT JOIN proposal o ON o.id = t.proposal LEFT JOIN complaint k ON k.id = t.complaint
	LEFT JOIN sheet x ON x.id = t.sheet LEFT JOIN lead d ON d.id = t.lead AND (d.desk = t.org OR t.kind = 30);
