package dev.postern.gate;

import java.util.Optional;

/**
 * A request that was admitted to a group and is not over: a stream, or a WebSocket. {@link Admissions} says whether its
 * sender would still be admitted. Thread-safe.
 */
public final class Admission {
    private final String method;
    private final Credential credential;
    private volatile Grounds grounds;

    /**
     * Why it is admitted.
     *
     * @param caller empty in a public group, without a credential
     * @param groups those in force when it was decided
     */
    record Grounds(Target.Grouped target, Optional<Caller> caller, PathGroups groups) {}

    Admission(String method, Credential credential, Grounds grounds) {
        this.method = method;
        this.credential = credential;
        this.grounds = grounds;
    }

    String method() {
        return method;
    }

    Credential credential() {
        return credential;
    }

    Grounds grounds() {
        return grounds;
    }

    void renew(Grounds newer) {
        grounds = newer;
    }
}
