package dev.postern.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.AtOnce;
import dev.postern.crypto.KeyDerivation;
import dev.postern.users.User;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrowserSessionsTest {
    private static final String HOST = "door.example.org";
    private static final Duration IDLE = Duration.ofHours(12);
    private static final User ANN = new User("ann", "ann", Set.of(), false, Instant.EPOCH, Optional.empty());

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final Revocations revocations = new Revocations(store, () -> now);
    private final Sessions sessions = new Sessions(
            store, new RefreshTokens(key("one"), Optional.empty()), revocations, new Outages(now), limits(), () -> now);
    private final BrowserSessions browsers = browsers("one", Optional.empty());

    private static KeyDerivation key(String name) {
        return new KeyDerivation(("a key of thirty-two bytes at least: " + name).getBytes(StandardCharsets.UTF_8));
    }

    private static SessionLimits limits() {
        return new SessionLimits(
                Duration.ofDays(30), Optional.of(Duration.ofSeconds(30)), Duration.ofDays(90), 3, IDLE);
    }

    private BrowserSessions browsers(String name, Optional<KeyDerivation> previous) {
        return new BrowserSessions(store, new SessionCookies(key(name), previous), revocations, limits(), () -> now);
    }

    @BeforeEach
    void load() {
        revocations.poll(1);
    }

    private BrowserSession open(boolean kept) {
        return browsers.open(ANN, kept, HOST, "127.0.0.1", "Firefox")
                .orElseThrow()
                .cookie()
                .session();
    }

    private String cookie(BrowserSession session) {
        return browsers.cookie(session.id(), HOST).orElseThrow().value();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void theCookieIsTheSameAlwaysAndOnEveryInstance() {
        BrowserSession session = open(false);
        String cookie = cookie(session);
        assertThat(cookie).hasSizeLessThan(200);
        pass(Duration.ofHours(1));
        assertThat(cookie(session)).isEqualTo(cookie);
        BrowserSessions other = browsers("one", Optional.empty());
        assertThat(other.find(cookie, HOST)).map(BrowserSession::user).contains(ANN);
        assertThat(other.cookie(session.id(), HOST)).map(IssuedCookie::value).contains(cookie);
    }

    @Test
    void theCookieOfOneHostIsRefusedOnEveryOther() {
        String cookie = cookie(open(false));
        assertThat(browsers.find(cookie, HOST)).isPresent();
        assertThat(browsers.find(cookie, "wiki.example.org")).isEmpty();
        assertThat(browsers.find(cookie, "")).isEmpty();
        assertThat(browsers.find(cookie, HOST)).isPresent();
    }

    @Test
    void aKnownSessionNeedsNoStore() {
        String cookie = cookie(open(false));
        String unknown = browsers("one", Optional.empty())
                .cookie(open(false).id(), HOST)
                .orElseThrow()
                .value();
        assertThat(browsers.find(cookie, HOST)).isPresent();
        store.setAway(true);
        pass(Duration.ofHours(2));
        assertThat(browsers.find(cookie, HOST)).isPresent();
        BrowserSessions restarted = browsers("one", Optional.empty());
        assertThatThrownBy(() -> restarted.find(unknown, HOST)).hasMessage("the store is away");
    }

    @Test
    void aForgedCookieCostsNoLookUp() {
        String cookie = cookie(open(false));
        BrowserSessions restarted = browsers("one", Optional.empty());
        store.setAway(true);
        for (int i = 0; i < cookie.length(); i++) {
            char other = cookie.charAt(i) == 'A' ? 'B' : 'A';
            String forged = cookie.substring(0, i) + other + cookie.substring(i + 1);
            assertThat(restarted.find(forged, HOST)).isEmpty();
            assertThat(browsers.find(forged, HOST)).isEmpty();
        }
        assertThat(restarted.find("", HOST)).isEmpty();
        assertThat(restarted.find(cookie + "A", HOST)).isEmpty();
        assertThat(browsers("two", Optional.empty()).find(cookie, HOST)).isEmpty();
    }

    @Test
    void theKeyCanBeChangedWithoutSigningAnybodyOut() {
        String cookie = cookie(open(false));
        assertThat(browsers("two", Optional.of(key("one"))).find(cookie, HOST)).isPresent();
    }

    @Test
    void aSessionThatEndedIsRefusedAtOnceAndElsewhereWithTheNextPoll() {
        BrowserSession session = open(false);
        String cookie = cookie(session);
        assertThat(browsers.find(cookie, HOST)).isPresent();
        sessions.end(session.id());
        assertThat(browsers.find(cookie, HOST)).isEmpty();
        assertThat(browsers.whyMissing(cookie, HOST)).isEqualTo(BrowserSessions.Missing.ENDED);

        BrowserSession other = open(false);
        String othersCookie = cookie(other);
        store.end(other.id(), now);
        revocations.poll(1);
        assertThat(browsers.find(othersCookie, HOST)).isEmpty();
    }

    @Test
    void aSessionThatEndedUnnoticedIsGoneAfterItsNextRecordedUse() {
        BrowserSession session = open(false);
        String cookie = cookie(session);
        store.end(session.id(), now);
        assertThat(browsers.find(cookie, HOST)).isPresent();
        pass(Duration.ofMinutes(1));
        assertThat(browsers.find(cookie, HOST)).isPresent();
        browsers.recordUses();
        assertThat(browsers.find(cookie, HOST)).isEmpty();
    }

    @Test
    void changedRolesCountFromTheNextPollOn() {
        String cookie = cookie(open(false));
        assertThat(browsers.find(cookie, HOST).orElseThrow().user().roles()).isEmpty();
        store.setRoles("ann", Set.of("editor"), now.plusSeconds(1));
        revocations.poll(1);
        assertThat(browsers.find(cookie, HOST).orElseThrow().user().roles()).containsExactly("editor");
        store.setAway(true);
        assertThat(browsers.find(cookie, HOST)).isPresent();
    }

    @Test
    void changedRolesAreNotGuessedWhileTheStoreIsAway() {
        String cookie = cookie(open(false));
        store.setRoles("ann", Set.of("editor"), now.plusSeconds(1));
        revocations.poll(1);
        store.setAway(true);
        assertThatThrownBy(() -> browsers.find(cookie, HOST)).hasMessage("the store is away");
    }

    @Test
    void anUnusedSessionExpiresToTheInstant() {
        String cookie = cookie(open(false));
        pass(IDLE.minusMillis(1));
        assertThat(browsers.find(cookie, HOST)).isPresent();
        pass(IDLE.minusMillis(1));
        assertThat(browsers.find(cookie, HOST)).isPresent();
        pass(IDLE);
        assertThat(browsers.find(cookie, HOST)).isEmpty();
        assertThat(browsers.whyMissing(cookie, HOST)).isEqualTo(BrowserSessions.Missing.EXPIRED);
    }

    @Test
    void aUseOnAnotherInstanceKeepsTheSessionHere() {
        String cookie = cookie(open(false));
        BrowserSessions other = browsers("one", Optional.empty());
        pass(IDLE.minusMinutes(5));
        assertThat(other.find(cookie, HOST)).isPresent();
        other.recordUses();
        pass(Duration.ofMinutes(10));
        assertThat(browsers.find(cookie, HOST)).isPresent();
    }

    @Test
    void aKeptSessionLivesAsLongAsARefreshTokenAndEndsAtItsEnd() {
        BrowserSession session = open(true);
        String cookie = cookie(session);
        assertThat(session.keptUntil()).contains(now.plus(Duration.ofDays(90)));
        for (int days : new int[] {29, 29, 29}) {
            pass(Duration.ofDays(days));
            assertThat(browsers.find(cookie, HOST)).isPresent();
        }
        pass(Duration.ofDays(3));
        assertThat(browsers.find(cookie, HOST)).isEmpty();
    }

    @Test
    void theStoreLearnsOfAUseAtMostOnceAMinute() {
        BrowserSession session = open(false);
        String cookie = cookie(session);
        Instant opened = now;
        pass(Duration.ofSeconds(59));
        assertThat(browsers.find(cookie, HOST)).isPresent();
        browsers.recordUses();
        assertThat(store.find(session.id()).orElseThrow().rotatedAt()).isEqualTo(opened);
        pass(Duration.ofSeconds(1));
        assertThat(browsers.find(cookie, HOST)).isPresent();
        browsers.recordUses();
        StoredSession row = store.find(session.id()).orElseThrow();
        assertThat(row.rotatedAt()).isEqualTo(now);
        assertThat(row.expiresAt()).isEqualTo(now.plus(IDLE));
    }

    @Test
    void aUseThatCouldNotBeRecordedIsRecordedLater() {
        BrowserSession session = open(false);
        String cookie = cookie(session);
        pass(Duration.ofMinutes(2));
        assertThat(browsers.find(cookie, HOST)).isPresent();
        store.setAway(true);
        assertThatThrownBy(browsers::recordUses).hasMessage("the store is away");
        store.setAway(false);
        browsers.recordUses();
        assertThat(store.find(session.id()).orElseThrow().rotatedAt()).isEqualTo(now);
    }

    @Test
    void whatWasNotReadForLongIsLookedUpAgain() {
        BrowserSession session = open(true);
        String cookie = cookie(session);
        store.end(session.id(), now);
        pass(Duration.ofHours(13));
        browsers.prune();
        assertThat(browsers.find(cookie, HOST)).isEmpty();
    }

    @Test
    void aSessionOfRefreshTokensHasNoCookie() {
        String id = sessions.open(ANN, "", "").orElseThrow().renewal().sessionId();
        assertThat(browsers.cookie(id, HOST)).isEmpty();
    }

    @Test
    void aHandoverCodeIsGoodOnceForItsPurposeAndForThirtySeconds() {
        HandoverCodes codes = new HandoverCodes(store, key("one"), () -> now);
        HandoverCodes.Purpose wiki = new HandoverCodes.Purpose("wiki.example.org", "state", "/page");
        for (HandoverCodes.Purpose other : List.of(
                new HandoverCodes.Purpose("git.example.org", "state", "/page"),
                new HandoverCodes.Purpose("wiki.example.org", "other", "/page"),
                new HandoverCodes.Purpose("wiki.example.org", "state", "/other"))) {
            String shown = codes.make("session", wiki);
            assertThat(codes.use(shown, other)).isEmpty();
            assertThat(codes.use(shown, wiki)).as("somebody has seen it").isEmpty();
        }
        String code = codes.make("session", wiki);
        assertThat(codes.use("x" + code, wiki)).isEmpty();
        assertThat(codes.use("a.b.c.d.e", wiki)).isEmpty();
        assertThat(codes.use("", wiki)).isEmpty();
        assertThat(codes.use(code, wiki)).contains("session");
        assertThat(codes.use(code, wiki)).isEmpty();
        String late = codes.make("session", wiki);
        pass(HandoverCodes.LIFETIME);
        assertThat(codes.use(late, wiki)).isEmpty();
    }

    @Test
    void aSessionThatIsGoneIsLookedUpOnceAMinute() {
        BrowserSession session = open(false);
        String cookie = cookie(session);
        BrowserSessions other = browsers("one", Optional.empty());
        pass(IDLE);
        assertThat(other.find(cookie, HOST)).isEmpty();
        store.setAway(true);
        assertThat(other.find(cookie, HOST)).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThatThrownBy(() -> other.find(cookie, HOST)).hasMessage("the store is away");
    }

    @Test
    void manyRequestsAtOnceShareOneLookUp() throws Exception {
        String cookie = cookie(open(false));
        BrowserSessions other = browsers("one", Optional.empty());
        store.beforeNextFind(() -> store.setAway(true));
        AtOnce.call(16, n -> assertThat(other.find(cookie, HOST)).isPresent());
        store.setAway(false);
    }

    @Test
    void usesDuringAnOutageKeepTheSessionAfterIt() {
        BrowserSession session = open(false);
        String cookie = cookie(session);
        store.setAway(true);
        for (int i = 0; i < 3; i++) {
            pass(IDLE.minusMinutes(20));
            assertThat(browsers.find(cookie, HOST)).isPresent();
            pass(Duration.ofMinutes(5));
        }
        store.setAway(false);
        browsers.recordUses();
        assertThat(browsers.find(cookie, HOST)).isPresent();
        assertThat(store.find(session.id()).orElseThrow().expiresAt()).isAfter(now);
    }

    @Test
    void aSignOutThatFailedIsMadeUpForByTheNext() {
        BrowserSession session = open(false);
        String cookie = cookie(session);
        store.setAway(true);
        assertThatThrownBy(() -> browsers.findToEnd(cookie, HOST)).hasMessage("the store is away");
        assertThat(browsers.find(cookie, HOST)).isEmpty();
        store.setAway(false);
        assertThat(browsers.findToEnd(cookie, "other.test")).isEmpty();
        assertThat(browsers.findToEnd(cookie, HOST)).contains(session.id());
        sessions.end(session.id());
        assertThat(browsers.findToEnd(cookie, HOST)).isEmpty();
    }
}
