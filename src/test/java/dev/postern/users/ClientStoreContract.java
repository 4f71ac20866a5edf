package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.AtOnce;
import dev.postern.sessions.Revocation;
import dev.postern.sessions.SessionStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ClientStore} promises. */
public abstract class ClientStoreContract {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123Z");

    private ClientStore store;
    private SessionStore sessions;

    /**
     * Stores on one database.
     *
     * @param sessions where revocations are told
     */
    public record Stores(ClientStore clients, SessionStore sessions) {}

    /** Stores that hold nothing. Called before each test. */
    protected abstract Stores emptyStores() throws Exception;

    @BeforeEach
    public final void openStores() throws Exception {
        Stores stores = emptyStores();
        store = stores.clients();
        sessions = stores.sessions();
    }

    private static Client client(String id) {
        return new Client(id, Set.of("docs"), T0, Optional.empty());
    }

    private static Client used(String id, Instant at) {
        return new Client(id, Set.of("docs"), T0, Optional.of(at));
    }

    @Test
    public void anEmptyStoreHoldsNoClients() {
        assertThat(store.list()).isEmpty();
        assertThat(store.find("backup", "digest")).isEmpty();
        assertThat(store.find("", "")).isEmpty();
    }

    @Test
    public void aClientIsFoundByItsIdAndSecretAsItWas() {
        Client client = new Client("backup", Set.of("docs", "a.b:c_d-e"), T0, Optional.empty());
        assertThat(store.insert(client, "digest")).isTrue();
        assertThat(store.insert(client("other"), "another")).isTrue();

        assertThat(store.find("backup", "digest")).contains(client);
        assertThat(store.find("other", "another")).contains(client("other"));
    }

    @Test
    public void aClientIsNotFoundByAnythingElse() {
        store.insert(client("backup"), "digest");
        store.insert(client("other"), "another");

        assertThat(store.find("backup", "another")).isEmpty();
        assertThat(store.find("backup", "DIGEST")).isEmpty();
        assertThat(store.find("backup", "digest ")).isEmpty();
        assertThat(store.find("backup", "")).isEmpty();
        assertThat(store.find("BACKUP", "digest")).isEmpty();
        assertThat(store.find("", "digest")).isEmpty();
        assertThat(store.find("backup", "' OR '1'='1")).isEmpty();
    }

    @Test
    public void aClientWithoutRolesIsReadBackWithout() {
        Client client = new Client("backup", Set.of(), T0, Optional.empty());
        store.insert(client, "digest");

        assertThat(store.find("backup", "digest")).contains(client);
        assertThat(store.list()).containsExactly(client);
    }

    @Test
    public void clientsMayHaveOneSecret() {
        assertThat(store.insert(client("one"), "digest")).isTrue();
        assertThat(store.insert(client("two"), "digest")).isTrue();

        assertThat(store.find("two", "digest")).contains(client("two"));
    }

    @Test
    public void aTakenIdIsRefusedAndTheFirstOwnerKept() {
        store.insert(client("backup"), "digest");

        assertThat(store.insert(new Client("backup", Set.of("admin"), T0.plusSeconds(1), Optional.empty()), "next"))
                .isFalse();

        assertThat(store.find("backup", "digest")).contains(client("backup"));
        assertThat(store.find("backup", "next")).isEmpty();
        assertThat(store.list()).containsExactly(client("backup"));
    }

    @Test
    public void ofManyWhoTakeOneIdOneGetsIt() throws Exception {
        List<Boolean> got = AtOnce.call(16, n -> store.insert(client("backup"), "digest-" + n));

        assertThat(got).containsOnlyOnce(true);
        assertThat(store.find("backup", "digest-" + got.indexOf(true))).isPresent();
        assertThat(store.list()).hasSize(1);
    }

    @Test
    public void clientsAreListedByTheCodePointsOfTheirIds() {
        List<String> ordered = List.of("Z", "a", "a-b", "a.b", "a0", "a10", "a9", "a_b", "aa", "ab", "b");
        for (int i = 0; i < ordered.size(); i++) {
            store.insert(client(ordered.get(i * 7 % ordered.size())), "digest");
        }

        assertThat(store.list()).extracting(Client::id).isEqualTo(ordered);
    }

    @Test
    public void instantsAreKeptToTheMillisecond() {
        Instant fine = Instant.parse("2026-01-01T00:00:00.123999999Z");
        store.insert(new Client("backup", Set.of("docs"), fine, Optional.empty()), "digest");
        store.recordUse("backup", fine, T0);

        assertThat(store.list()).containsExactly(used("backup", T0));
    }

    @Test
    public void aRemovedClientIsGone() {
        store.insert(client("backup"), "digest");
        store.insert(client("other"), "another");

        assertThat(store.remove("backup", T0)).isTrue();

        assertThat(store.find("backup", "digest")).isEmpty();
        assertThat(store.list()).containsExactly(client("other"));
    }

    @Test
    public void aRemovalRevokesTokensIssuedUntilThenAreRefused() {
        store.insert(client("backup"), "digest");

        store.remove("backup", T0);

        assertThat(sessions.revokedSince(0, 10))
                .singleElement()
                .isInstanceOfSatisfying(Revocation.OfSubject.class, told -> {
                    assertThat(told.id()).isEqualTo("backup");
                    assertThat(told.issuedBefore())
                            .as("the next second, as tokens have whole seconds")
                            .isEqualTo("2026-01-01T00:00:01Z");
                    assertThat(told.at()).isEqualTo(T0);
                });
    }

    @Test
    public void aRemovalOnTheSecondRefusesTokensOfThatSecond() {
        store.insert(client("backup"), "digest");

        store.remove("backup", Instant.parse("2026-01-01T00:00:07Z"));

        assertThat(sessions.revokedSince(0, 10))
                .extracting(told -> ((Revocation.OfSubject) told).issuedBefore())
                .containsExactly(Instant.parse("2026-01-01T00:00:08Z"));
    }

    @Test
    public void nothingIsReportedWhereNobodyIsRemoved() {
        store.insert(client("backup"), "digest");

        assertThat(store.remove("none", T0)).isFalse();
        assertThat(store.remove("BACKUP", T0)).isFalse();

        assertThat(store.list()).hasSize(1);
        assertThat(sessions.revokedSince(0, 10)).isEmpty();
    }

    @Test
    public void ofManyWhoRemoveAClientOneDoes() throws Exception {
        store.insert(client("backup"), "digest");

        assertThat(AtOnce.call(16, n -> store.remove("backup", T0))).containsOnlyOnce(true);

        assertThat(sessions.revokedSince(0, 10)).hasSize(1);
    }

    @Test
    public void anIdIsFreeAgainOnceItsClientIsRemoved() {
        store.insert(client("backup"), "digest");
        store.recordUse("backup", T0, T0);
        store.remove("backup", T0);

        assertThat(store.insert(client("backup"), "next")).isTrue();

        assertThat(store.find("backup", "digest")).isEmpty();
        assertThat(store.find("backup", "next")).contains(client("backup"));
    }

    @Test
    public void theFirstUseIsNotedForThatClientAlone() {
        store.insert(client("backup"), "digest");
        store.insert(client("other"), "another");

        store.recordUse("backup", T0, T0.minusSeconds(60));
        store.recordUse("none", T0, T0.minusSeconds(60));

        assertThat(store.list()).containsExactly(used("backup", T0), client("other"));
        assertThat(store.find("backup", "digest")).contains(used("backup", T0));
    }

    @Test
    public void aUseIsNotedWhereTheLastIsOlder() {
        store.insert(client("backup"), "digest");
        store.recordUse("backup", T0, T0);

        store.recordUse("backup", T0.plusSeconds(60), T0.plusMillis(1));

        assertThat(store.list()).containsExactly(used("backup", T0.plusSeconds(60)));
    }

    @Test
    public void aUseIsNotNotedWhereTheLastIsLater() {
        store.insert(client("backup"), "digest");
        store.recordUse("backup", T0, T0);

        store.recordUse("backup", T0.plusSeconds(59), T0.minusMillis(1));

        assertThat(store.list()).containsExactly(used("backup", T0));
    }

    @Test
    public void aUseIsNotNotedWhereTheLastIsOfThatInstant() {
        store.insert(client("backup"), "digest");
        store.recordUse("backup", T0, T0);

        store.recordUse("backup", T0.plusSeconds(60), T0);

        assertThat(store.list()).containsExactly(used("backup", T0));
    }

    @Test
    public void ofManyUsesAtOnceSomeOneIsNoted() throws Exception {
        store.insert(client("backup"), "digest");
        store.recordUse("backup", T0, T0);

        AtOnce.call(16, n -> {
            store.recordUse("backup", T0.plusSeconds(60 + n), T0.plusSeconds(1));
            return true;
        });
        Instant noted = store.list().get(0).lastUsedAt().orElseThrow();

        assertThat(noted).isBetween(T0.plusSeconds(60), T0.plusSeconds(75));
    }
}
