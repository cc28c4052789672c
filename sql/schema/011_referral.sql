-- Whom exactly a referral asks, and on what it rests; older rows: the organisation, nothing more.
ALTER TABLE referral ADD COLUMN unit id;                 -- desk asked
ALTER TABLE referral ADD COLUMN account id;              -- member of staff asked
ALTER TABLE referral ADD COLUMN from_unit id;            -- desk that asks
ALTER TABLE referral ADD COLUMN danger code;             -- 1: somebody is in danger now
ALTER TABLE referral ADD COLUMN basis code;              -- enum BASIS_*, of a request

ALTER TABLE referral_now ADD COLUMN danger code;         -- 1: somebody is in danger now
UPDATE referral_now SET danger = 0;
DROP INDEX referral_now_receiver;
DROP INDEX referral_now_sender;
CREATE INDEX referral_now_receiver ON referral_now (receiver, state, danger, referral);
CREATE INDEX referral_now_sender ON referral_now (sender, state, danger, referral);

-- Why whoever had accepted gave it back; a row without it ended with the consent, or was taken back by the sender.
ALTER TABLE referral_end ADD COLUMN decline code;        -- enum DECLINE_*

-- referral_receipt: the receiver has seen a referral; at most one a referral
CREATE TABLE referral_receipt (
	FACT,
	referral id NOT NULL UNIQUE REFERENCES referral(id), -- referral
	received_at instant NOT NULL                   -- when
);
CREATE INDEX referral_receipt_person ON referral_receipt (person, id);

-- referral_reply: words of the receiver for the sender; they are a note of this row
CREATE TABLE referral_reply (
	FACT,
	referral id NOT NULL REFERENCES referral(id)   -- referral
);
CREATE INDEX referral_reply_referral ON referral_reply (referral, id);
CREATE INDEX referral_reply_person ON referral_reply (person, id);

-- Whom a place takes; nothing: everybody.
ALTER TABLE place ADD COLUMN ages int;                   -- bits 1 << enum AGE_*
ALTER TABLE place ADD COLUMN citizens int;               -- bits 1 << enum CITIZENS_*

-- grp: people found together, as a list of an organisation
CREATE TABLE grp (
	id id PRIMARY KEY,                             -- row number
	ref blob NOT NULL UNIQUE,                      -- reference
	org id NOT NULL REFERENCES org(id),            -- whose list it is
	label text NOT NULL,                           -- what the organisation calls it; names nobody
	municipality code NOT NULL,                    -- where they were found
	happened day NOT NULL,                         -- when
	act id NOT NULL REFERENCES act(n)              -- the act that began it
);
CREATE INDEX grp_org ON grp (org, id);

-- member: a person found in a group
CREATE TABLE member (
	FACT,
	grp id NOT NULL REFERENCES grp(id)             -- group
);
CREATE INDEX member_grp ON member (grp, person);
CREATE INDEX member_person ON member (person, grp);
