package dev.postern.storm;

import java.util.Locale;

/**
 * Something that goes wrong.
 *
 * @param at how much of the storm is past then, from 0 to 1
 * @param instance which one, where it is an instance's
 */
record Fault(double at, Kind kind, int instance) {
    /** What goes wrong. */
    enum Kind {
        /** An instance is killed, and started again. */
        KILL,
        /** The database server is stopped and started. */
        RESTART,
        /** The database server is killed and started. */
        CRASH,
        /** The primary is killed for good, and the standby made the primary. */
        FAILOVER
    }

    static Fault kill(double at, int instance) {
        return new Fault(at, Kind.KILL, instance);
    }

    static Fault of(double at, Kind kind) {
        return new Fault(at, kind, -1);
    }

    String tell() {
        return kind == Kind.KILL ? "kill of instance " + instance : kind.name().toLowerCase(Locale.ROOT);
    }
}
