package dev.postern.gate;

import dev.postern.sessions.BrowserSession;
import dev.postern.sessions.BrowserSessions;
import dev.postern.sessions.Revocations;
import dev.postern.tokens.AccessToken;
import dev.postern.tokens.TokenRefused;
import dev.postern.tokens.TokenVerifier;
import dev.postern.users.PersonalTokenStore;
import dev.postern.users.PersonalTokens;
import dev.postern.users.Username;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

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

    /** Whether a request with this credential may pass to a target that {@link #locate} found. May ask the store. */
    public Verdict decide(Target target, Credential sent) {
        boolean judging = revocations.isLoaded();
        return decide(target, used(target, sent), judging, judging ? this::identify : none -> Optional.empty());
    }

    /**
     * The same, if it takes a few microseconds; empty if the store must be asked, or a signature under a public key must be
     * verified.
     */
    public Optional<Verdict> decideAtOnce(Target target, Credential sent) {
        Credential used = used(target, sent);
        if (groupOf(target).isEmpty() || !takesTime(used)) {
            return Optional.of(decide(target, used));
        }
        boolean judging = revocations.isLoaded();
        Optional<Caller> caller = judging ? remembered(used) : Optional.empty();
        return judging && caller.isEmpty()
                ? Optional.empty()
                : Optional.of(decide(target, used, judging, known -> caller));
    }

    /** The same for a sender who was already identified; empty for a request without a credential. */
    public static Verdict decideFor(Target target, Optional<Caller> caller) {
        return decide(target, Credential.NONE, true, none -> caller);
    }

    /** Whether requests can be judged: the ended sessions are known. */
    public boolean isReady() {
        return revocations.isLoaded();
    }

    /** Who sends a credential; empty if it is not valid, or if no request can be judged yet. */
    public Optional<Caller> callerOf(Credential credential) {
        return revocations.isLoaded() ? identify(credential) : Optional.empty();
    }

    /**
     * A verdict.
     *
     * @param judging whether the ended sessions are known; before, no request can be judged
     */
    private static Verdict decide(
            Target target, Credential used, boolean judging, Function<Credential, Optional<Caller>> identify) {
        if (target instanceof Target.Unclear unclear) {
            return new Verdict.InvalidPath(unclear.why());
        }
        if (used instanceof Credential.Doubled doubled) {
            return new Verdict.DoubledCredential(doubled.header());
        }
        return groupOf(target)
                .map(group -> admit(group, used, identify.apply(used), judging))
                .orElseGet(() -> target instanceof Target.WrongMethod wrong
                        ? new Verdict.MethodNotAllowed(wrong.allowed())
                        : new Verdict.NotFound());
    }

    private static Optional<PathGroup> groupOf(Target target) {
        if (target instanceof Target.BuiltIn builtIn) {
            return Optional.of(builtIn.route().group());
        }
        return target instanceof Target.Grouped grouped ? Optional.of(grouped.group()) : Optional.empty();
    }

    /** The credential that counts for a target: assets of pages need none, and most groups take no HTTP Basic. */
    private static Credential used(Target target, Credential sent) {
        if (target instanceof Target.BuiltIn builtIn && builtIn.route().isAsset()) {
            return Credential.NONE;
        }
        return sent instanceof Credential.Basic basic
                        && groupOf(target).filter(group -> !group.basic()).isPresent()
                ? basic.otherwise()
                : sent;
    }

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
        return identify(credential, browsers::find, personalTokens::find);
    }

    private Optional<Caller> identify(
            Credential credential,
            BiFunction<String, String, Optional<BrowserSession>> session,
            Function<String, Optional<PersonalTokenStore.Held>> personalToken) {
        if (credential instanceof Credential.Cookie cookie) {
            return session.apply(cookie.value(), cookie.scope()).map(Caller.Person::of);
        }
        if (credential instanceof Credential.Basic basic) {
            return personalToken
                    .apply(basic.password())
                    .filter(held -> Username.isSame(basic.name(), held.owner().username()))
                    .map(Caller.ByPersonalToken::of);
        }
        if (!(credential instanceof Credential.Bearer bearer)) {
            return Optional.empty();
        }
        return isPersonalToken(bearer)
                ? personalToken.apply(bearer.token()).map(Caller.ByPersonalToken::of)
                : verify(bearer.token())
                        .map(token -> token.isClients() ? new Caller.Client(token) : Caller.Person.of(token));
    }

    /** Who sends it, if that was looked up recently. */
    private Optional<Caller> remembered(Credential credential) {
        return credential instanceof Credential.Bearer bearer && !isPersonalToken(bearer)
                ? Optional.empty()
                : identify(credential, browsers::findKnown, personalTokens::findRemembered);
    }

    private static boolean isPersonalToken(Credential.Bearer bearer) {
        return PersonalTokens.isOne(bearer.token());
    }

    /** Whether to say who sends it may need the store, or the verification of a signature under a public key. */
    private boolean takesTime(Credential credential) {
        return credential instanceof Credential.Cookie
                || credential instanceof Credential.Basic
                || (credential instanceof Credential.Bearer bearer
                        && (isPersonalToken(bearer) || !verifier.isQuick(bearer.token())));
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
