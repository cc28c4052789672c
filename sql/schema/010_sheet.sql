-- sheet: a record of a person's file that the profile defines; two that were written at once stand side by side
CREATE TABLE sheet (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	kind code NOT NULL,                            -- which sheet of the profile
	unit id REFERENCES unit(id),                   -- unit of who wrote it, if she has one
	account id REFERENCES account(id),             -- who wrote it
	beside id REFERENCES sheet(id),                -- the row somebody else had written in the meantime
	unseen_org id REFERENCES org(id),              -- organisation that never sees it, as a field of it says
	unseen_unit id REFERENCES unit(id)             -- the unit of it that never does; NULL: none of it
);
CREATE INDEX sheet_person ON sheet (person, id);
CREATE INDEX sheet_count ON sheet (kind, happened, org, person, act, id);
CREATE INDEX sheet_beside ON sheet (beside) WHERE beside IS NOT NULL;

-- sheet_value: one value of one field of a sheet; texts are sealed in a note
CREATE TABLE sheet_value (
	sheet id NOT NULL REFERENCES sheet(id),        -- sheet
	field code NOT NULL,                           -- number of the field in its definition
	rank code NOT NULL,                            -- 0, or its place where a field has several
	amount int,                                    -- codes, whole numbers, days, cents; row of an organisation or unit
	words text,                                    -- code of an organisation or unit; NULL otherwise
	PRIMARY KEY (sheet, field, rank)
);

-- sheet_settled: a row that a later one took the place of beside the one it supersedes
CREATE TABLE sheet_settled (
	sheet id PRIMARY KEY REFERENCES sheet(id),     -- the row that no longer stands
	settler id NOT NULL REFERENCES sheet(id),      -- the row that took its place
	act id NOT NULL REFERENCES act(n)              -- act that wrote it
);
CREATE INDEX sheet_settler ON sheet_settled (settler);

-- attachment: a document or picture in a person's file, sealed to the organisation that brought it
CREATE TABLE attachment (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	media code NOT NULL,                           -- enum MEDIA_*
	bytes_n int NOT NULL,                          -- its length, without what was taken out of a picture
	title blob NOT NULL                            -- what it shows; sealed
);
CREATE INDEX attachment_person ON attachment (person, id);
CREATE INDEX attachment_act ON attachment (act);

-- attachment_part: a piece of it
CREATE TABLE attachment_part (
	attachment id NOT NULL REFERENCES attachment(id), -- attachment
	place code NOT NULL,                           -- place among its pieces, from 0
	sealed blob NOT NULL,                          -- the piece in base64; sealed
	PRIMARY KEY (attachment, place)
);

-- attachment_key: half of its key, sealed to the organisation that may read it; the other half is the person's
CREATE TABLE attachment_key (
	attachment id PRIMARY KEY REFERENCES attachment(id), -- attachment
	org id NOT NULL REFERENCES org(id),            -- organisation
	sealed blob NOT NULL                           -- key
);

-- upload: an attachment not all of whose pieces are there yet; gone after a day
CREATE TABLE upload (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference, which becomes the attachment's
	person id NOT NULL REFERENCES person(id),      -- person
	account id NOT NULL REFERENCES account(id),    -- who brings it
	media code NOT NULL,                           -- enum MEDIA_*
	bytes_n int NOT NULL,                          -- how long it will be
	done_n int NOT NULL,                           -- how much is there
	until instant NOT NULL,                        -- when it goes
	title blob NOT NULL                            -- what it shows; sealed with the person's key
);
CREATE INDEX upload_until ON upload (until);
CREATE INDEX upload_account ON upload (account, until);

-- upload_part: a piece of it
CREATE TABLE upload_part (
	upload id NOT NULL REFERENCES upload(id) ON DELETE CASCADE, -- upload
	place code NOT NULL,                           -- place among its pieces, from 0
	sealed blob NOT NULL,                          -- the piece in base64; sealed with the person's key
	PRIMARY KEY (upload, place)
);

-- draft: what somebody has not finished; hers alone, for a week
CREATE TABLE draft (
	id id PRIMARY KEY,                             -- row number, given by the program (it is bound into the seal)
	ref blob NOT NULL UNIQUE,                      -- reference
	account id NOT NULL REFERENCES account(id),    -- whose
	person id REFERENCES person(id),               -- whom it is about; NULL: nobody who has a file
	kind code NOT NULL,                            -- enum DRAFT_*
	at instant NOT NULL,                           -- when it was kept for the last time
	until instant NOT NULL,                        -- when it goes
	key blob NOT NULL,                             -- its key, sealed to the vault of the account's organisation
	sealed blob NOT NULL                           -- what was written; sealed with that key
);
CREATE INDEX draft_account ON draft (account, at);
CREATE INDEX draft_person ON draft (person) WHERE person IS NOT NULL;
CREATE INDEX draft_until ON draft (until);

-- Work and jobs about a sheet.
ALTER TABLE task ADD COLUMN sheet id;                    -- about which row of a sheet
ALTER TABLE job ADD COLUMN sheet id;                     -- about which row of a sheet
CREATE INDEX task_sheet ON task (sheet) WHERE sheet IS NOT NULL;
