package dev.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.Await;
import dev.postern.ops.StoreUnavailable;
import dev.postern.store.tables.JdbiPersonalTokenStore;
import dev.postern.store.tables.JdbiUserStore;
import dev.postern.users.PersonalTokenStore;
import dev.postern.users.PersonalTokens;
import dev.postern.users.User;
import dev.postern.users.UserStore.StoredUser;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Personal tokens while the store is away. */
class TokenOutageTest {
    @RegisterExtension
    final SqliteStore sqlite = new SqliteStore();

    private volatile boolean away;
    private PersonalTokens tokens;
    private String text;

    @BeforeEach
    void makeAToken() throws Exception {
        Database database = sqlite.open();
        User ann = new User("id-ann", "ann", Set.of(), false, Instant.EPOCH, Optional.empty());
        new JdbiUserStore(database).insert(new StoredUser(ann, "ann", "hash"));
        tokens = new PersonalTokens(thatMayBeAway(new JdbiPersonalTokenStore(database)), Clock.systemUTC());
        text = tokens.make("id-ann", "backup", Duration.ofDays(1), Set.of()).text();
    }

    /** The real store, but for times at which it does not answer. */
    private PersonalTokenStore thatMayBeAway(PersonalTokenStore store) {
        return (PersonalTokenStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PersonalTokenStore.class}, (proxy, method, arguments) -> {
                    if (away) {
                        throw new StoreUnavailable("away");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @Test
    void oneThatWasJustLookedUpGoesOn() throws Exception {
        assertThat(tokens.find(text)).isPresent();
        away = true;
        long start = System.nanoTime();
        Await.until("it to be older than an answer is remembered", () -> System.nanoTime() - start > 700_000_000L);
        assertThat(tokens.find(text)).isPresent();
    }

    @Test
    void oneThatMayHaveBeenRevokedSinceItWasLookedUpDoesNot() throws Exception {
        assertThat(tokens.find(text)).isPresent();
        long start = System.nanoTime();
        // The store goes on answering others, and might have said that the token is revoked.
        Await.until("a second and more", () -> {
            tokens.noteStoreAnswer();
            return System.nanoTime() - start > 1_200_000_000L;
        });
        away = true;
        assertThatThrownBy(() -> tokens.find(text)).isInstanceOf(StoreUnavailable.class);
    }
}
