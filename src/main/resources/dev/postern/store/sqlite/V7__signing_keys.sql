-- Pairs of keys that sign tokens: the public one in X.509, the private one in PKCS #8 and sealed under a key derived from
-- SECRET_KEY, empty once the pair signs no more. Times are milliseconds.
CREATE TABLE signing_keys (
    id TEXT PRIMARY KEY,
    algorithm TEXT NOT NULL,
    public_key TEXT NOT NULL,
    sealed TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    usable_from INTEGER NOT NULL,
    longest_token INTEGER NOT NULL,
    activated_at INTEGER,
    retired_at INTEGER,
    accepted_until INTEGER
) STRICT;
