-- What continues a session: refresh tokens (tokens), or a cookie (browser, browser-kept).
ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'tokens';

-- Codes by which a sign-in goes on to another host: each is used once.
CREATE TABLE used_codes (
    id TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX used_codes_by_expiry ON used_codes (expires_at);
