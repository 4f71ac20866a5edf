package dev.postern.assembly;

import dev.postern.crypto.KeyDerivation;
import dev.postern.sessions.BrowserSessions;
import dev.postern.sessions.HandoverCodes;
import dev.postern.sessions.Outages;
import dev.postern.sessions.ProxyCheckTokens;
import dev.postern.sessions.RefreshTokens;
import dev.postern.sessions.Revocations;
import dev.postern.sessions.SessionCookies;
import dev.postern.sessions.SessionLimits;
import dev.postern.sessions.Sessions;
import dev.postern.settings.Secret;
import dev.postern.settings.Secrets;
import dev.postern.settings.Settings;
import dev.postern.store.Database;
import dev.postern.store.tables.JdbiSessionStore;
import dev.postern.store.tables.JdbiThrottleStore;
import dev.postern.users.LoginThrottle;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/** The sessions of a server on one store, as the settings configure them. */
public record SessionServices(
        Sessions sessions,
        BrowserSessions browsers,
        HandoverCodes handovers,
        Predicate<String> proxyChecks,
        Revocations revocations,
        Outages outages) {

    /**
     * Services on a store.
     *
     * @param following the same store, for the thread that follows the revocations
     */
    public static SessionServices of(
            Database database, Database following, Settings settings, Secrets secrets, InstantSource clock) {
        Revocations revocations = new Revocations(new JdbiSessionStore(following), clock);
        Outages outages = new Outages(clock.instant());
        RefreshTokens tokens = new RefreshTokens(key(secrets), previousKey(secrets));
        JdbiSessionStore store = new JdbiSessionStore(database);
        SessionCookies cookies = new SessionCookies(key(secrets), previousKey(secrets));
        ProxyCheckTokens checks = new ProxyCheckTokens(key(secrets), clock);
        return new SessionServices(
                new Sessions(store, tokens, revocations, outages, limits(settings), clock),
                new BrowserSessions(store, cookies, revocations, limits(settings), clock),
                new HandoverCodes(store, key(secrets), clock),
                token -> checks.use(token, store),
                revocations,
                outages);
    }

    private static SessionLimits limits(Settings settings) {
        return new SessionLimits(
                settings.token().refreshLifetime(),
                settings.token().refreshGrace(),
                settings.session().lifetime(),
                settings.session().maxPerUser(),
                settings.session().browserIdle());
    }

    /**
     * The limit of wrong passwords.
     *
     * @param clock which no change of the time of day affects
     */
    public static LoginThrottle throttle(
            Database database, Settings.Login login, Secrets secrets, InstantSource clock) {
        return new LoginThrottle(
                new JdbiThrottleStore(database),
                key(secrets).hmacKey("postern login throttle"),
                login.attempts(),
                login.window(),
                clock);
    }

    /** The secret that other keys are derived from. */
    public static KeyDerivation key(Secrets secrets) {
        return new KeyDerivation(secrets.secretKey().reveal());
    }

    /** The same for the secret before it, which is still accepted. */
    public static Optional<KeyDerivation> previousKey(Secrets secrets) {
        return secrets.previousSecretKey().map(Secret::reveal).map(KeyDerivation::new);
    }
}
