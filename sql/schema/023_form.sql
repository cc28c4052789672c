-- Forms whose text is longer than one message.

-- form_part: what comes after the piece of a form's text that stands in its row; a form without a hash has not come whole yet
CREATE TABLE form_part (
	form id NOT NULL REFERENCES form(id),          -- form
	part code NOT NULL,                            -- place among its pieces, from 1
	xform text NOT NULL,                           -- the piece, in base64url
	PRIMARY KEY (form, part)
);
