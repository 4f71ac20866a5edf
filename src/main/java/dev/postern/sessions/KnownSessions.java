package dev.postern.sessions;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions that this instance has lately read, as they were then: what never changes of them is enough to judge a
 * refresh token by, and whether the row is still where it was, the store says when it moves. Bounded; thread-safe.
 */
final class KnownSessions {
    private static final int MOST = 10_000;

    private final Map<String, StoredSession> byId = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StoredSession> eldest) {
            return size() > MOST;
        }
    };

    synchronized void note(StoredSession session) {
        byId.put(session.id(), session);
    }

    synchronized Optional<StoredSession> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
