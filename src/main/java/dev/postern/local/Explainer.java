package dev.postern.local;

import dev.postern.assembly.PathGroupSettings;
import dev.postern.cli.Explanation;
import dev.postern.cli.RequestUrl;
import dev.postern.gate.Credential;
import dev.postern.gate.Gate;
import dev.postern.gate.PathGroups;
import dev.postern.gate.Verdict;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.Refusals;
import dev.postern.sessions.Revocations;
import dev.postern.settings.Problems;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsRefused;
import dev.postern.store.Database;
import dev.postern.store.tables.JdbiPersonalTokenStore;
import dev.postern.store.tables.JdbiSessionStore;
import dev.postern.tokens.Identity;
import dev.postern.tokens.SigningKeys;
import dev.postern.tokens.TokenAlgorithm;
import dev.postern.tokens.TokenSigner;
import dev.postern.tokens.TokenVerifier;
import dev.postern.users.PersonalTokens;
import dev.postern.users.User;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Asks the gate about an imagined request. A user's request has a real token, under a key that exists only for this
 * question.
 */
public final class Explainer {
    private static final Duration LIFETIME = Duration.ofMinutes(1);

    private final Gate gate;
    private final TokenSigner signer;
    private final Refusals refusals;
    private final String ownHost;
    private final InstantSource clock;

    private Explainer(
            Settings settings,
            PathGroups groups,
            Revocations revocations,
            PersonalTokens personalTokens,
            InstantSource clock) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        SigningKeys keys = SigningKeys.ofSecrets(TokenAlgorithm.HS256, key, Optional.empty());
        this.clock = clock;
        signer = new TokenSigner(() -> keys, "explain", "explain", LIFETIME);
        TokenVerifier verifier = new TokenVerifier(() -> keys, "explain", "explain", Duration.ZERO, clock);
        gate = new Gate(verifier, revocations, personalTokens, groups);
        refusals = refusals(settings);
        ownHost = ownHost(settings);
    }

    public static Explainer of(Settings settings, Database database, InstantSource clock) throws SettingsRefused {
        Revocations revocations = new Revocations(new JdbiSessionStore(database), clock);
        revocations.poll(0);
        PersonalTokens personalTokens = new PersonalTokens(new JdbiPersonalTokenStore(database), clock);
        return new Explainer(settings, groups(settings), revocations, personalTokens, clock);
    }

    private static PathGroups groups(Settings settings) throws SettingsRefused {
        Problems problems = new Problems();
        Optional<PathGroups> groups = PathGroupSettings.read(settings, problems);
        problems.refuseIfAny();
        return groups.orElseThrow();
    }

    /** What the gate says of one request. */
    public Explanation explain(String method, RequestUrl url, User user) {
        String host = url.host().orElse(ownHost);
        return explanation(gate.decide(gate.locate(method, host, url.rawPath()), credential(user)), refusals);
    }

    /** The same for a request without a credential, which needs no store. */
    public static Explanation explain(Settings settings, String method, RequestUrl url) throws SettingsRefused {
        String host = url.host().orElse(ownHost(settings));
        Verdict verdict = Gate.decideForNobody(groups(settings).locate(method, host, url.rawPath()));
        return explanation(verdict, refusals(settings));
    }

    /** The host of a path alone: the server's own. */
    private static String ownHost(Settings settings) {
        return settings.server().publicUrl().map(URI::getHost).orElse("");
    }

    private static Refusals refusals(Settings settings) {
        return new Refusals(settings.token().rejectedStatus());
    }

    private static Explanation explanation(Verdict verdict, Refusals refusals) {
        if (verdict instanceof Verdict.Refused refused) {
            Refusal refusal = refusals.of(refused);
            String group = refused instanceof Verdict.NotAdmitted byGroup
                    ? byGroup.group().name()
                    : "";
            return new Explanation(group, false, refusal.status(), refusal.code(), refusal.message());
        }
        Verdict.Allowed allowed = (Verdict.Allowed) verdict;
        String reason = allowed.waived()
                .map(waived -> "The group is not enforced; it would refuse: " + waived)
                .orElse(allowed.group().open() ? "The group is public." : "The user has access to the group.");
        return new Explanation(allowed.group().name(), true, 200, "", reason);
    }

    private Credential credential(User user) {
        Identity identity = new Identity(user.id(), user.username(), user.roles(), "explain");
        Instant now = clock.instant();
        return new Credential.Bearer(
                signer.sign(identity, now, now.plus(LIFETIME)).text());
    }
}
