-- Wrong passwords, or such as are being checked, each under the allowance that it is counted in. Accounts and addresses
-- stand here as keyed digests: a name that was typed may have been a password.
CREATE TABLE login_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    allowance TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX login_attempts_by_allowance ON login_attempts (allowance, at);

CREATE INDEX login_attempts_by_account ON login_attempts (account);

CREATE INDEX login_attempts_by_time ON login_attempts (at);

-- Where accounts have signed in from.
CREATE TABLE known_places (
    account TEXT NOT NULL,
    place TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account, place)
) STRICT;

CREATE INDEX known_places_by_time ON known_places (at);
