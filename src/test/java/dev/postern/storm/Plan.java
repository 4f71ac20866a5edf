package dev.postern.storm;

import java.time.Duration;
import java.util.List;

/**
 * A storm as it is laid out.
 *
 * @param leaving how many of the sessions are signed out meanwhile
 * @param faults in the order of their time
 */
record Plan(Duration length, int instances, int sessions, int leaving, List<Fault> faults) {
    Plan {
        faults = List.copyOf(faults);
    }

    /** The whole: each instance killed twice, the database stopped, killed and failed over. */
    static Plan whole(Duration length) {
        return new Plan(
                length,
                3,
                300,
                50,
                List.of(
                        Fault.kill(0.05, 0),
                        Fault.kill(0.13, 1),
                        Fault.kill(0.21, 2),
                        Fault.of(0.30, Fault.Kind.RESTART),
                        Fault.kill(0.39, 0),
                        Fault.kill(0.46, 1),
                        Fault.of(0.54, Fault.Kind.CRASH),
                        Fault.of(0.67, Fault.Kind.FAILOVER),
                        Fault.kill(0.82, 2)));
    }

    /** A small one: each instance killed once, the database stopped and failed over. */
    static Plan small(Duration length) {
        return new Plan(
                length,
                3,
                16,
                4,
                List.of(
                        Fault.kill(0.05, 0),
                        Fault.kill(0.20, 1),
                        Fault.of(0.35, Fault.Kind.RESTART),
                        Fault.kill(0.50, 2),
                        Fault.of(0.67, Fault.Kind.FAILOVER)));
    }

    /** When a client signs out; never is past the end. */
    double leavesAt(int client) {
        return client < leaving ? (client + 0.5) / leaving : Double.POSITIVE_INFINITY;
    }
}
