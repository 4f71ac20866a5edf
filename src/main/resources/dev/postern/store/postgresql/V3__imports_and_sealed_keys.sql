-- What the last import said of a user; empty where it said nothing, or there was none.
ALTER TABLE users ADD COLUMN imported_hash TEXT;

ALTER TABLE users ADD COLUMN imported_roles TEXT;

ALTER TABLE users ADD COLUMN imported_disabled INTEGER;

-- A MAC over the whole row under a key derived from SECRET_KEY; rows of before have none until the next start.
ALTER TABLE signing_keys ADD COLUMN seal TEXT NOT NULL DEFAULT '';
