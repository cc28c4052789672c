-- How questions were asked, and what else than yes and no was answered.

-- screening_more: how they were asked; what was asked before this table has no row here
CREATE TABLE screening_more (
	screening id PRIMARY KEY REFERENCES screening(id), -- the questions asked
	unit id REFERENCES unit(id),                   -- unit of who asked, as it was then
	municipality code NOT NULL,                    -- where
	asked code NOT NULL,                           -- enum ASKED_*
	proactive code,                                -- 1: she was looked for and asked, 0: she came or was brought
	private code,                                  -- 1: in a private place
	interpreted code,                              -- enum INTERPRETED_*
	adult code,                                    -- enum ADULT_*: who was there for a child
	breaks code,                                   -- 1: breaks were offered
	recorded code,                                 -- enum RECORDED_*
	child code NOT NULL,                           -- 1: asked as a child is asked: a child, or of unknown age
	complete code NOT NULL,                        -- 0: of a child, without the adult
	judged code                                    -- enum RESULT_*, where whoever asked found otherwise than the rule
);
CREATE INDEX screening_more_municipality ON screening_more (municipality, screening);

-- screening_value: an answer that is not yes, no, unclear or not asked
CREATE TABLE screening_value (
	screening id NOT NULL REFERENCES screening(id), -- the questions asked
	question code NOT NULL,                        -- number of the question in its instrument
	value int NOT NULL,                            -- number of the choice or municipality, day number, or number
	PRIMARY KEY (screening, question, value)
);

-- screening_mark: whom the questions were for, and what of the answers spoke
CREATE TABLE screening_mark (
	screening id NOT NULL REFERENCES screening(id), -- the questions asked
	kind code NOT NULL,                            -- 1 group of people (enum TARGET_*), 2 dimension, 3 trigger
	value code NOT NULL,                           -- its number; of the instrument where it is a dimension or trigger
	PRIMARY KEY (screening, kind, value)
);
CREATE INDEX screening_mark_value ON screening_mark (kind, value, screening);
