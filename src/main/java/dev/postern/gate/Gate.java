package dev.postern.gate;

import dev.postern.sessions.BrowserSessions;
import dev.postern.sessions.Revocations;
import dev.postern.tokens.AccessToken;
import dev.postern.tokens.TokenRefused;
import dev.postern.tokens.TokenVerifier;
import dev.postern.users.PersonalTokens;
import dev.postern.users.Username;
import java.util.Optional;

/**
 * Decides for every request whether it may pass. For an access token, it asks no store and takes no lock, nor for the
 * cookie of a session that is known. For a personal token, it asks the store at most once in half a second. Thread-safe;
 * the groups may be replaced while it is used.
 */
public final class Gate {
    private final TokenVerifier verifier;
    private final Revocations revocations;
    private final PersonalTokens personalTokens;
    private final BrowserSessions browsers;
    private volatile PathGroups groups;

    public Gate(
            TokenVerifier verifier,
            Revocations revocations,
            PersonalTokens personalTokens,
            BrowserSessions browsers,
            PathGroups groups) {
        this.verifier = verifier;
        this.revocations = revocations;
        this.personalTokens = personalTokens;
        this.browsers = browsers;
        this.groups = groups;
    }

    /** Replaces the groups, for requests from now on. */
    public void replaceGroups(PathGroups replacement) {
        groups = replacement;
    }

    /** The groups that are in force. */
    public PathGroups groups() {
        return groups;
    }

    /**
     * The target of a request.
     *
     * @param host as in the header {@code Host}; empty if there is none
     * @param rawPath without the query
     */
    public Target locate(String method, String host, String rawPath) {
        return groups.locate(method, host, rawPath);
    }

    /** The same for a request that a proxy asks about. */
    public Target locateBehindProxy(String method, String host, String rawPath) {
        return groups.locateBehindProxy(method, host, rawPath);
    }

    /**
     * Whether a file may be served that was requested by another path: the path of its folder, or of a link. The group
     * of its own path decides as well.
     *
     * @param path the decoded path of the file itself
     */
    public boolean permitsFile(String path, Target.Grouped asked, Credential credential) {
        Target own = groups.locateDecoded(asked.host(), path);
        return own instanceof Target.Grouped grouped
                && (grouped.group().equals(asked.group()) || decide(grouped, credential) instanceof Verdict.Allowed);
    }

    /** Whether a request with this credential may pass to a target that {@link #locate} found. */
    public Verdict decide(Target target, Credential credential) {
        return decide(target, credential, this::admit);
    }

    /** The same for a sender who was already identified; empty for a request without a credential. */
    public static Verdict decideFor(Target target, Optional<Caller> caller) {
        return decide(target, Credential.NONE, (group, none) -> admit(group, none, caller, true));
    }

    /** Whether requests can be judged: the ended sessions are known. */
    public boolean isReady() {
        return revocations.isLoaded();
    }

    /** Who sends a credential; empty if it is not valid, or if no request can be judged yet. */
    public Optional<Caller> callerOf(Credential credential) {
        return revocations.isLoaded() ? identify(credential) : Optional.empty();
    }

    private interface Admission {
        Verdict of(PathGroup group, Credential credential);
    }

    private static Verdict decide(Target target, Credential credential, Admission admission) {
        if (target instanceof Target.Unclear unclear) {
            return new Verdict.InvalidPath(unclear.why());
        }
        if (target instanceof Target.BuiltIn builtIn) {
            Route route = builtIn.route();
            return decide(route.group(), route.isAsset() ? Credential.NONE : credential, admission);
        }
        if (target instanceof Target.Grouped grouped) {
            return decide(grouped.group(), credential, admission);
        }
        if (credential instanceof Credential.Doubled doubled) {
            return new Verdict.DoubledCredential(doubled.header());
        }
        if (target instanceof Target.WrongMethod wrong) {
            return new Verdict.MethodNotAllowed(wrong.allowed());
        }
        return new Verdict.NotFound();
    }

    private static Verdict decide(PathGroup group, Credential sent, Admission admission) {
        Credential credential = sent instanceof Credential.Basic basic && !group.basic() ? basic.otherwise() : sent;
        return credential instanceof Credential.Doubled doubled
                ? new Verdict.DoubledCredential(doubled.header())
                : admission.of(group, credential);
    }

    private Verdict admit(PathGroup group, Credential credential) {
        return admit(group, credential, callerOf(credential), revocations.isLoaded());
    }

    /** @param judging whether the ended sessions are known; before, no request can be judged */
    private static Verdict admit(PathGroup group, Credential credential, Optional<Caller> caller, boolean judging) {
        if (group.open()) {
            return new Verdict.Allowed(group, caller, Optional.empty());
        }
        Optional<Verdict.Reason> objection =
                judging ? objection(group, credential, caller) : Optional.of(Verdict.Reason.STARTING);
        if (objection.isPresent() && group.enforce()) {
            return new Verdict.NotAdmitted(group, objection.get());
        }
        return new Verdict.Allowed(group, caller, objection);
    }

    private static Optional<Verdict.Reason> objection(PathGroup group, Credential credential, Optional<Caller> caller) {
        if (caller.isEmpty()) {
            return Optional.of(
                    credential instanceof Credential.None
                            ? Verdict.Reason.MISSING_TOKEN
                            : Verdict.Reason.INVALID_TOKEN);
        }
        if (caller.get() instanceof Caller.ByPersonalToken byToken
                && !byToken.token().covers(group.name())) {
            return Optional.of(Verdict.Reason.WRONG_GROUP);
        }
        if (caller.get() instanceof Caller.Client && Route.isForPeople(group)) {
            return Optional.of(Verdict.Reason.NOT_A_PERSON);
        }
        return group.mayBeEnteredBy(caller.get().roles())
                ? Optional.empty()
                : Optional.of(Verdict.Reason.INSUFFICIENT_ROLE);
    }

    private Optional<Caller> identify(Credential credential) {
        if (credential instanceof Credential.Cookie cookie) {
            return browsers.find(cookie.value(), cookie.scope()).map(Caller.Person::of);
        }
        if (credential instanceof Credential.Basic basic) {
            return personalTokens
                    .find(basic.password())
                    .filter(held -> Username.isSame(basic.name(), held.owner().username()))
                    .map(held -> new Caller.ByPersonalToken(held.token(), held.owner()));
        }
        if (!(credential instanceof Credential.Bearer bearer)) {
            return Optional.empty();
        }
        return bearer.token().startsWith(PersonalTokens.PREFIX)
                ? personalTokens
                        .find(bearer.token())
                        .map(held -> new Caller.ByPersonalToken(held.token(), held.owner()))
                : verify(bearer.token())
                        .map(token -> token.isClients() ? new Caller.Client(token) : Caller.Person.of(token));
    }

    private Optional<AccessToken> verify(String text) {
        try {
            AccessToken token = verifier.verify(text);
            return revocations.covers(token) ? Optional.empty() : Optional.of(token);
        } catch (TokenRefused refused) {
            return Optional.empty();
        }
    }
}
