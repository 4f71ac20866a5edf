-- Pairs of keys that sign tokens: the public one in X.509, the private one in PKCS #8 and sealed under a key derived from
-- SECRET_KEY, empty once the pair signs no more. Times are milliseconds.
CREATE TABLE signing_keys (
    id TEXT COLLATE "C" PRIMARY KEY,
    algorithm TEXT NOT NULL,
    public_key TEXT NOT NULL,
    sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    usable_from BIGINT NOT NULL,
    longest_token BIGINT NOT NULL,
    activated_at BIGINT,
    retired_at BIGINT,
    accepted_until BIGINT
);
