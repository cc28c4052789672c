-- Registrations on arrival are corrected and withdrawn; news has no deadline.

-- arrival_change: why a registration was corrected, or withdrawn
CREATE TABLE arrival_change (
	arrival id PRIMARY KEY REFERENCES arrival(id), -- the newer row, which corrects or takes back
	why code NOT NULL,                             -- enum ARRIVAL_WHY_*
	same id REFERENCES arrival(id)                 -- registered twice: the registration of the same person that stands
);

-- News (16, 17, 19) stands by the day it came: what was written before that was so kept the deadline it came with.
UPDATE task SET due_at = (SELECT a.at FROM act a WHERE a.n = task.act)
WHERE kind IN (16, 17, 19) AND EXISTS (SELECT 1 FROM act a WHERE a.n = task.act);
