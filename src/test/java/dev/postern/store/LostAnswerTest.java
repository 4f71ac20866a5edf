package dev.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.crypto.KeyDerivation;
import dev.postern.ops.StoreUnavailable;
import dev.postern.sessions.Outages;
import dev.postern.sessions.RefreshToken;
import dev.postern.sessions.RefreshTokens;
import dev.postern.sessions.Renewal;
import dev.postern.sessions.Revocations;
import dev.postern.sessions.SessionLimits;
import dev.postern.sessions.Sessions;
import dev.postern.store.tables.JdbiSessionStore;
import dev.postern.store.tables.JdbiUserStore;
import dev.postern.users.User;
import dev.postern.users.UserStore.StoredUser;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits whose outcome nobody learns, and conflicts in the midst of a refresh. */
class LostAnswerTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final User ANN = new User("ann", "ann", Set.of(), false, T0, Optional.empty());

    private String name;
    private Relay relay;
    private Database database;
    private Sessions sessions;

    @BeforeEach
    void open() throws Exception {
        name = Postgres.shared().createDatabase();
        relay = new Relay(Postgres.shared().port());
        database = Database.open(PostgresStore.location("jdbc:postgresql://127.0.0.1:" + relay.port() + "/" + name));
        new JdbiUserStore(database).insert(new StoredUser(ANN, "ann", "hash"));
        JdbiSessionStore store = new JdbiSessionStore(database);
        sessions = new Sessions(
                store,
                new RefreshTokens(new KeyDerivation(new byte[32]), Optional.empty()),
                new Revocations(store, () -> T0),
                new Outages(T0),
                new SessionLimits(
                        Duration.ofDays(30),
                        Optional.of(Duration.ofSeconds(30)),
                        Duration.ofDays(90),
                        50,
                        Duration.ofHours(12)),
                () -> T0);
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
        database.close();
    }

    @Test
    void aRotationWhoseAnswerIsLostIsAnsweredWhenAskedAgain() throws Exception {
        RefreshToken first = sessions.refresh(
                        sessions.open(ANN, "", "").orElseThrow().renewal().refreshToken())
                .refreshToken();
        relay.loseAnswers(true);
        assertThatThrownBy(() -> sessions.refresh(first)).isInstanceOf(StoreUnavailable.class);
        relay.loseAnswers(false);

        Renewal again = sessions.refresh(first);

        assertThat(again.kind()).isEqualTo(Renewal.Kind.RETRIED);
        assertThat(sessions.refresh(again.refreshToken()).kind()).isEqualTo(Renewal.Kind.ROTATED);
    }

    @Test
    void anEndWhoseAnswerIsLostIsAnEnd() throws Exception {
        Renewal opened = sessions.open(ANN, "", "").orElseThrow().renewal();
        relay.loseAnswers(true);
        assertThatThrownBy(() -> sessions.end(opened.sessionId())).isInstanceOf(StoreUnavailable.class);
        relay.loseAnswers(false);
        sessions.end(opened.sessionId());
        assertThatThrownBy(() -> sessions.refresh(opened.refreshToken()))
                .isInstanceOf(dev.postern.sessions.RefreshRefused.class);
    }

    @Test
    void aConflictInTheMidstOfARefreshIsNoReuse() throws Exception {
        RefreshToken token = sessions.open(ANN, "", "").orElseThrow().renewal().refreshToken();
        Postgres.shared().execute(name, "CREATE SEQUENCE tries");
        Postgres.shared()
                .execute(
                        name,
                        "CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN "
                                + "IF nextval(''tries'') % 3 = 1 THEN RAISE EXCEPTION USING ERRCODE = ''40001''; END IF; "
                                + "IF nextval(''tries'') % 3 = 1 THEN RAISE EXCEPTION USING ERRCODE = ''40P01''; END IF; "
                                + "RETURN NEW; END'");
        Postgres.shared()
                .execute(
                        name,
                        "CREATE TRIGGER conflict BEFORE UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION conflict()");
        for (int i = 0; i < 10; i++) {
            Renewal renewal = sessions.refresh(token);
            assertThat(renewal.kind()).isEqualTo(Renewal.Kind.ROTATED);
            token = renewal.refreshToken();
        }
    }
}
