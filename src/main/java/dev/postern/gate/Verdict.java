package dev.postern.gate;

import dev.postern.tokens.AccessToken;
import java.util.List;
import java.util.Optional;

/** What the gate decided of a request. */
public sealed interface Verdict {

    /**
     * The request may pass.
     *
     * @param token who sent it, if it is known
     * @param waived what an unenforced group would have refused it for
     */
    record Allowed(PathGroup group, Optional<AccessToken> token, Optional<Reason> waived) implements Verdict {}

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
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        DOUBLED_CREDENTIAL,
        MISSING_TOKEN,
        INVALID_TOKEN,
        INSUFFICIENT_ROLE
    }
}
