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
    sealed interface Refused extends Verdict {}

    /** The path is not canonical. */
    record InvalidPath(String why) implements Refused {}

    /** A credential was sent twice, in the header of this name. */
    record DoubledCredential(String header) implements Refused {}

    /** The path has a group, but not for the request's method. */
    record MethodNotAllowed(List<String> allowed) implements Refused {}

    /** No group covers the path. */
    record NotFound() implements Refused {}

    /** The group does not admit the sender. */
    record NotAdmitted(PathGroup group, Reason reason) implements Refused {}

    /** Why a group does not admit a sender. */
    enum Reason {
        /** No request can be judged yet, because the ended sessions are not known. */
        STARTING,
        MISSING_TOKEN,
        INVALID_TOKEN,
        INSUFFICIENT_ROLE,
        /** A personal token outside the groups that it is restricted to. */
        WRONG_GROUP,
        /** A client used a route that is only for people. */
        NOT_A_PERSON
    }
}
