-- What a consent covers, and who gave it; older rows: everything, the person.
ALTER TABLE consent ADD COLUMN scope int;                -- bits 1 << enum SHARE_*
ALTER TABLE consent ADD COLUMN given_by code;            -- enum BY_*
ALTER TABLE consent ADD COLUMN account id;               -- who explained it

-- channel: a way to reach the person, and whether she marked it as safe; the newest row of a kind stands
CREATE TABLE channel (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	kind code NOT NULL,                            -- enum CHANNEL_*
	safe code NOT NULL,                            -- 1: she marked it as safe
	sealed blob                                    -- sealed text: number, address, times, words to say or never to say
);
CREATE INDEX channel_person ON channel (person, kind, id);

-- referral_end: an accepted referral whose consent is no more; at most one a referral
CREATE TABLE referral_end (
	FACT,
	referral id NOT NULL UNIQUE REFERENCES referral(id), -- referral
	ended_at instant NOT NULL                      -- when
);
CREATE INDEX referral_end_person ON referral_end (person, id);

CREATE INDEX question_account ON question (account, id);
