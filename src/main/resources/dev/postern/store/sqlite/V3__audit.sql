-- What happened, for those who must know later; a text without a value is empty.
CREATE TABLE audit_events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    result TEXT NOT NULL,
    user_name TEXT NOT NULL,
    by_name TEXT NOT NULL,
    ip TEXT NOT NULL,
    session_id TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE INDEX audit_events_by_user ON audit_events (user_name, seq);

CREATE INDEX audit_events_by_event ON audit_events (event, seq);

CREATE INDEX audit_events_by_time ON audit_events (at);
