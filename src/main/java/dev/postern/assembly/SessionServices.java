package dev.postern.assembly;

import dev.postern.crypto.KeyDerivation;
import dev.postern.sessions.Outages;
import dev.postern.sessions.RefreshTokens;
import dev.postern.sessions.Revocations;
import dev.postern.sessions.SessionLimits;
import dev.postern.sessions.Sessions;
import dev.postern.settings.Secret;
import dev.postern.settings.Secrets;
import dev.postern.settings.Settings;
import dev.postern.store.Database;
import dev.postern.store.tables.JdbiSessionStore;
import java.time.InstantSource;
import java.util.Optional;

/** The sessions of a server on one store, as the settings configure them. */
public record SessionServices(Sessions sessions, Revocations revocations, Outages outages) {

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
        Sessions sessions =
                new Sessions(new JdbiSessionStore(database), tokens, revocations, outages, limits(settings), clock);
        return new SessionServices(sessions, revocations, outages);
    }

    private static SessionLimits limits(Settings settings) {
        return new SessionLimits(
                settings.token().refreshLifetime(),
                settings.token().refreshGrace(),
                settings.session().lifetime(),
                settings.session().maxPerUser());
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
