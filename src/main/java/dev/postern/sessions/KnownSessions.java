package dev.postern.sessions;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions that this instance has read recently. Their constant fields are enough to check a refresh token; the
 * update in the store checks whether the row is still at the same generation. Bounded; thread-safe.
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
