package dev.postern.gate;

import java.util.List;
import java.util.Optional;

/** What the gate decided of a request. */
public sealed interface Verdict {

    /**
     * The request may pass.
     *
     * @param caller who sent it, if it is known
     * @param waived why an unenforced group would have refused it
     */
    record Allowed(PathGroup group, Optional<Caller> caller, Optional<Reason> waived) implements Verdict {}

    /** The request may not pass. */
    record Refused(Reason reason, Optional<PathGroup> group, String detail, List<String> allowedMethods)
            implements Verdict {

        static Refused by(PathGroup group, Reason reason) {
            return new Refused(reason, Optional.of(group), "", List.of());
        }
    }

    /** Why a request may not pass. */
    enum Reason {
        INVALID_PATH,
        /** No request can be judged yet, because the ended sessions are not known. */
        STARTING,
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        DOUBLED_CREDENTIAL,
        MISSING_TOKEN,
        INVALID_TOKEN,
        INSUFFICIENT_ROLE,
        /** A personal token outside the groups that it is restricted to. */
        WRONG_GROUP,
        /** A client used a route that is only for people. */
        NOT_A_PERSON
    }
}
