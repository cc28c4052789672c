-- Help given: until when, who gave it, what it cost and which grant paid for it.

-- service_more: what is said besides of help given; a correction of the help says all of it again
CREATE TABLE service_more (
	service id PRIMARY KEY REFERENCES service(id), -- the help
	ends day,                                      -- its last day, where it lasted
	provider id REFERENCES org(id),                -- who gave it, where it was not the organisation that wrote it down
	cost int,                                      -- what it cost, in cents
	granted_by id REFERENCES org(id),              -- who keeps the record of the grant that paid
	grant_number text                              -- number of that record in the register of grants
);
CREATE INDEX service_more_grant ON service_more (granted_by, grant_number) WHERE granted_by IS NOT NULL;
