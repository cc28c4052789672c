-- What many queries ask of a person in the same words.

-- Whether the file of that person is not closed to who asks: she did not say so, neither has a conflict of interest,
-- and it is not the asker's own; on whichever of her records, as the gate asks. Whether there is any such file for the
-- organisation or the account is asked once a statement; only then each row is looked at. (CROSS JOIN: SQLite begins
-- with the asker's own tokens, which are few.)
-- part: open_to
(NOT EXISTS (SELECT 1 FROM closed g WHERE g.org = :scope_org) OR NOT EXISTS (SELECT 1 FROM closed c
	WHERE c.person = {} AND c.org = :scope_org
		AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0))))))
AND (NOT EXISTS (SELECT 1 FROM conflict g WHERE g.account = :account) OR NOT EXISTS (SELECT 1 FROM conflict z
	WHERE z.account = :account AND z.person IN (SELECT {}
		UNION SELECT b.person FROM same_person a JOIN same_person b ON b.first = a.first WHERE a.person = {})))
AND (NOT EXISTS (SELECT 1 FROM own_token g WHERE g.account = :account) OR NOT EXISTS (SELECT 1 FROM own_token w
	CROSS JOIN identity_token y WHERE w.account = :account AND y.family = w.family AND y.token = w.token
		AND y.person IN (SELECT {}
			UNION SELECT b.person FROM same_person a JOIN same_person b ON b.first = a.first WHERE a.person = {})));
