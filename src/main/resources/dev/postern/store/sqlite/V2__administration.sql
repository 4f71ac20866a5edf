-- Access tokens of a user that were issued before tokens_from are refused; credentials counts the changes of password
-- and the disablings.
ALTER TABLE users ADD COLUMN tokens_from INTEGER NOT NULL DEFAULT 0;

ALTER TABLE users ADD COLUMN credentials INTEGER NOT NULL DEFAULT 0;

-- The news that instances follow: a session that is over (kind sid), or a subject whose access tokens issued before an
-- instant are refused (kind sub).
CREATE TABLE revocations (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    before INTEGER NOT NULL,
    told_at INTEGER NOT NULL
) STRICT;

INSERT INTO revocations (seq, kind, id, before, told_at)
SELECT seq, 'sid', session_id, 0, ended_at FROM ended_sessions ORDER BY seq;

DROP TABLE ended_sessions;

-- A link with which a person chooses a password, at most one a user; of the token only its SHA-256.
CREATE TABLE setup_links (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL
) STRICT;

-- Personal tokens; of the token only its SHA-256, and the groups it is kept to by spaces, none for all.
CREATE TABLE api_tokens (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    path_groups TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;

CREATE INDEX api_tokens_by_user ON api_tokens (user_id);

CREATE INDEX api_tokens_by_expiry ON api_tokens (expires_at);
