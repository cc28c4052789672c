-- vault: an organisation's key pair; what is sealed to it only its own people's passwords and passkeys open
CREATE TABLE vault (
	org id PRIMARY KEY REFERENCES org(id),         -- organisation
	version int NOT NULL,                          -- which of its pairs, from 1; another only where nobody could open the last
	public blob NOT NULL,                          -- X25519 public key
	kept blob,                                     -- secret key under the root key, until its first member signs in
	phrase blob                                    -- secret key, sealed under the vault phrase
);

-- vault_account: an account's own key pair
CREATE TABLE vault_account (
	account id PRIMARY KEY REFERENCES account(id), -- account
	public blob NOT NULL,                          -- X25519 public key
	password blob NOT NULL                         -- secret key, sealed under a key made of the password
);

-- vault_passkey: the same secret key, sealed under a passkey's own secret
CREATE TABLE vault_passkey (
	factor id PRIMARY KEY REFERENCES factor(id) ON DELETE CASCADE, -- passkey
	sealed blob NOT NULL                           -- secret key
);

-- vault_member: an organisation's secret key, sealed to a member
CREATE TABLE vault_member (
	org id NOT NULL REFERENCES org(id),            -- organisation
	account id NOT NULL REFERENCES account(id),    -- member
	sealed blob NOT NULL,                          -- secret key
	PRIMARY KEY (org, account)
);
CREATE INDEX vault_member_account ON vault_member (account);

-- note_key: half of a note's key, sealed to an organisation that may read it; the other half is the person's
CREATE TABLE note_key (
	note id NOT NULL REFERENCES note(id),          -- note
	org id NOT NULL REFERENCES org(id),            -- organisation
	sealed blob NOT NULL,                          -- key
	PRIMARY KEY (note, org)
);
ALTER TABLE note ADD COLUMN vault code;         -- 1: note_key holds half of its key; NULL: only the person's key is needed
CREATE INDEX note_old ON note (org, id) WHERE vault IS NULL;
