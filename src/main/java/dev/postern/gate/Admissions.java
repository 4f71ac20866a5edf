package dev.postern.gate;

import dev.postern.sessions.BrowserSessions;
import dev.postern.sessions.Revocations;
import dev.postern.users.PersonalTokens;
import java.util.Optional;

/**
 * Whether the senders of requests that go on for long would still be admitted. An access token that expires ends nothing:
 * its session goes on. To be asked is no use of a session, so one that nobody uses otherwise ends all the same. Thread-safe.
 */
public final class Admissions {
    private final Gate gate;
    private final Revocations revocations;
    private final PersonalTokens personalTokens;
    private final BrowserSessions browsers;

    public Admissions(Gate gate, Revocations revocations, PersonalTokens personalTokens, BrowserSessions browsers) {
        this.gate = gate;
        this.revocations = revocations;
        this.personalTokens = personalTokens;
        this.browsers = browsers;
    }

    /** Whether a sender would still be admitted. */
    public enum Standing {
        ADMITTED,
        /** The session or token has ended, a role is lost, or the group was changed. */
        OVER,
        /** The store must be asked. */
        UNKNOWN
    }

    /** The admission of a request that the gate has just admitted. */
    public Admission of(String method, Target.Grouped target, Credential credential, Optional<Caller> caller) {
        return new Admission(method, credential, new Admission.Grounds(target, caller, gate.groups()));
    }

    /** Whether its sender would still be admitted, as far as memory says. */
    public Standing standing(Admission admission) {
        Admission.Grounds grounds = admission.grounds();
        Standing standing = grounds.caller()
                .map(caller -> standing(caller, admission.credential()))
                .orElse(Standing.ADMITTED);
        return standing != Standing.ADMITTED || grounds.groups() == gate.groups()
                ? standing
                : decideAgain(admission, grounds.caller());
    }

    private Standing standing(Caller caller, Credential credential) {
        if (caller instanceof Caller.ByPersonalToken) {
            return personalTokens.findRemembered(personalToken(credential)).isPresent()
                    ? Standing.ADMITTED
                    : Standing.UNKNOWN;
        }
        if (caller instanceof Caller.Client client) {
            return revocations.covers(client.token()) ? Standing.OVER : Standing.ADMITTED;
        }
        Caller.Person person = (Caller.Person) caller;
        if (revocations.isEnded(person.sessionId())) {
            return Standing.OVER;
        }
        if (credential instanceof Credential.Bearer) {
            return isOutdated(person) ? Standing.OVER : Standing.ADMITTED;
        }
        return browsers.isKnownOpen(person.sessionId()) && !isOutdated(person) ? Standing.ADMITTED : Standing.UNKNOWN;
    }

    private boolean isOutdated(Caller.Person person) {
        return revocations.isOutdated(person.id(), person.rolesAsOf());
    }

    private static String personalToken(Credential credential) {
        return credential instanceof Credential.Basic basic
                ? basic.password()
                : ((Credential.Bearer) credential).token();
    }

    /**
     * Whether its sender, who is known, would still be admitted; asks the store. Exceptions of the store are passed on, unless it is known
     * that the sender's roles have changed: then the sender is not admitted.
     */
    public boolean ask(Admission admission) {
        Caller caller = admission.grounds().caller().orElseThrow();
        try {
            Optional<Caller> present = present(caller, admission.credential());
            return present.isPresent() && decideAgain(admission, present) == Standing.ADMITTED;
        } catch (RuntimeException away) {
            if (caller instanceof Caller.Person person && isOutdated(person)) {
                return false;
            }
            throw away;
        }
    }

    /** The caller as the store has it now; empty if the session or token is over. */
    private Optional<Caller> present(Caller caller, Credential credential) {
        if (caller instanceof Caller.ByPersonalToken) {
            return personalTokens.find(personalToken(credential)).map(Caller.ByPersonalToken::of);
        }
        return caller instanceof Caller.Person person && !(credential instanceof Credential.Bearer)
                ? browsers.findOpen(person.sessionId()).map(Caller.Person::of)
                : Optional.of(caller);
    }

    /** With the groups that are in force now. */
    private Standing decideAgain(Admission admission, Optional<Caller> caller) {
        PathGroups groups = gate.groups();
        Target target =
                groups.locateAgain(admission.method(), admission.grounds().target());
        if (target instanceof Target.Grouped grouped
                && Gate.decideFor(grouped, caller) instanceof Verdict.Allowed
                && grouped.group()
                        .upstream()
                        .equals(admission.grounds().target().group().upstream())) {
            admission.renew(new Admission.Grounds(grouped, caller, groups));
            return Standing.ADMITTED;
        }
        return Standing.OVER;
    }
}
