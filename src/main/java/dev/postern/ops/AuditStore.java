package dev.postern.ops;

import java.time.Instant;
import java.util.List;

/** The store of events. Every call is one transaction; instants are kept to the millisecond. */
public interface AuditStore {

    /** An event with its number. */
    record Kept(long seq, AuditEvent event) {}

    /**
     * Selects events.
     *
     * @param user whom they concern; empty for anybody
     * @param event an event's name; empty for any
     * @param since the earliest
     * @param before only events with smaller numbers; {@link Long#MAX_VALUE} to start with the newest
     */
    record Query(String user, String event, Instant since, long before, int limit) {}

    /** Adds events, in their order. */
    void append(List<AuditEvent> events);

    /** The selected events, the newest first. */
    List<Kept> list(Query query);

    /** Deletes at most {@code limit} events older than {@code horizon}, and returns their number. */
    int prune(Instant horizon, int limit);
}
