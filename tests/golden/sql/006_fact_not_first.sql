-- refused 6: FACT is the first line

-- signal: that somebody may need help
CREATE TABLE signal (
	note text, -- what was said
	FACT
);
