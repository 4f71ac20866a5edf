package dev.postern.ops;

import java.time.Instant;
import java.util.List;

/** Where events are kept. Every call is one transaction; instants are kept to the millisecond. */
public interface AuditStore {

    /** An event at its place in the order of all. */
    record Kept(long seq, AuditEvent event) {}

    /**
     * Which events are asked for.
     *
     * @param user whom they concern; empty for anybody
     * @param event an event's name; empty for any
     * @param since the earliest
     * @param before only events of smaller places; {@link Long#MAX_VALUE} to begin with the newest
     */
    record Query(String user, String event, Instant since, long before, int limit) {}

    /** Adds events, in their order. */
    void append(List<AuditEvent> events);

    /** The events asked for, the newest first. */
    List<Kept> list(Query query);

    /** Forgets at most {@code limit} events that are older than {@code horizon}, and says how many. */
    int prune(Instant horizon, int limit);
}
