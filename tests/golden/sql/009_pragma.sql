-- refused 3: a migration does not do this

PRAGMA writable_schema = ON;
