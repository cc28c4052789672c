-- Centres where people who arrived are registered.

-- arrival: somebody was registered who arrived; it is no sign that anything was done to her
CREATE TABLE arrival (
	FACT,
	ref blob NOT NULL UNIQUE,                      -- reference
	unit id REFERENCES unit(id),                   -- centre, a unit of the organisation
	municipality code NOT NULL,                    -- where
	age code NOT NULL,                             -- enum AGE_*
	sex code NOT NULL,                             -- enum SEX_*
	speech code NOT NULL,                          -- enum SPEECH_*
	country code,                                  -- country she left last
	route code,                                    -- enum ROUTE_*
	family id REFERENCES arrival(id),              -- who of her family was registered first; NULL: herself, or no family
	accompanied code,                              -- enum ACCOMPANIED_*: who is with a child
	leaflet code,                                  -- enum SPEECH_*: language of the leaflet she was given; NULL: none
	wishes code NOT NULL,                          -- 1: she says that she wants help
	told id REFERENCES org(id)                     -- child protection that was told at once; NULL: nobody had to be
);
CREATE INDEX arrival_person ON arrival (person, id);
CREATE INDEX arrival_org ON arrival (org, id);
CREATE INDEX arrival_count ON arrival (happened, org, person, act, id);
CREATE INDEX arrival_family ON arrival (family) WHERE family IS NOT NULL;
