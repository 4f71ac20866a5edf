package dev.postern.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.crypto.KeyDerivation;
import dev.postern.users.User;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The life of a session, and of the chain of its refresh tokens. */
class SessionsTest {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final InMemorySessionStore store = new InMemorySessionStore();
    private final RefreshTokens tokens = new RefreshTokens(key("one"), Optional.empty());
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private static final User ANN = new User("ann", "ann", Set.of(), false, Instant.EPOCH, Optional.empty());

    private final Revocations revocations = new Revocations(store, () -> now);
    private final Outages outages = new Outages(now);
    private final Sessions sessions = sessions(tokens, Optional.of(GRACE));

    private static KeyDerivation key(String name) {
        return new KeyDerivation(("a key of thirty-two bytes at least: " + name).getBytes(StandardCharsets.UTF_8));
    }

    private Sessions sessions(RefreshTokens under, Optional<Duration> grace) {
        SessionLimits limits =
                new SessionLimits(Duration.ofDays(30), grace, Duration.ofDays(90), 3, Duration.ofHours(12));
        return new Sessions(store, under, revocations, outages, limits, () -> now);
    }

    private Renewal login() {
        return sessions.open(ANN, "127.0.0.1", "curl").orElseThrow().renewal();
    }

    private static RefreshRefused.Reason refused(Sessions by, RefreshToken token) {
        try {
            throw new AssertionError("bought " + by.refresh(token).kind());
        } catch (RefreshRefused refused) {
            return refused.reason();
        }
    }

    @Test
    void aTokenBuysItsSuccessor() throws Exception {
        Renewal opened = login();
        Renewal first = sessions.refresh(opened.refreshToken());
        Renewal second = sessions.refresh(first.refreshToken());
        assertThat(first.kind()).isEqualTo(Renewal.Kind.ROTATED);
        assertThat(second.refreshToken()).isNotIn(opened.refreshToken(), first.refreshToken());
        assertThat(second.sessionId()).isEqualTo(opened.sessionId());
    }

    @Test
    void noIdLooksLikeAnOptionOfACommand() {
        for (int i = 0; i < 2_000; i++) {
            assertThat(login().sessionId()).matches("[A-Za-z0-9_][A-Za-z0-9_-]{21}");
        }
    }

    @Test
    void withinTheGraceASpentTokenAnswersWithTheSameSuccessor() throws Exception {
        Renewal opened = login();
        RefreshToken successor = sessions.refresh(opened.refreshToken()).refreshToken();
        now = now.plus(GRACE).minusMillis(1);
        Renewal again = sessions.refresh(opened.refreshToken());
        assertThat(again.kind()).isEqualTo(Renewal.Kind.RETRIED);
        assertThat(again.refreshToken()).isEqualTo(successor);
    }

    /** Before the store's first answer there is only this machine's clock, which may be wrong. */
    @Test
    void aStartCountsByTheStoresClock() {
        for (Duration wrong : new Duration[] {Duration.ofMinutes(20), Duration.ofMinutes(-20)}) {
            Outages started = new Outages(now.plus(wrong));
            started.noteAnswer(now);
            started.noteAnswer(now.plusSeconds(9));
            assertThat(started.orEndOfLast(now.minusSeconds(140))).isEqualTo(now);
        }
    }

    @Test
    void atTheEndOfTheGraceItIsTheft() throws Exception {
        Renewal opened = login();
        RefreshToken successor = sessions.refresh(opened.refreshToken()).refreshToken();
        now = now.plus(GRACE);
        assertThat(refused(sessions, opened.refreshToken())).isEqualTo(RefreshRefused.Reason.REUSED);
        assertThat(revocations.isEnded(opened.sessionId())).isTrue();
        assertThat(refused(sessions, successor)).isEqualTo(RefreshRefused.Reason.UNKNOWN);
    }

    @Test
    void anOlderTokenIsTheftEvenWithinTheGrace() throws Exception {
        Renewal opened = login();
        sessions.refresh(sessions.refresh(opened.refreshToken()).refreshToken());
        assertThat(refused(sessions, opened.refreshToken())).isEqualTo(RefreshRefused.Reason.REUSED);
        assertThat(store.find(opened.sessionId())).isEmpty();
    }

    /** Whoever lost the answer to a fault cannot have asked again before it was over. */
    @Test
    void theGraceOfATokenSpentBeforeAnOutageBeginsWhenItIsOver() throws Exception {
        Renewal opened = login();
        RefreshToken successor = sessions.refresh(opened.refreshToken()).refreshToken();
        outages.noteSilence();
        now = now.plus(Duration.ofHours(1));
        outages.noteSilence();
        outages.noteAnswer(now);
        now = now.plus(GRACE).minusMillis(1);
        outages.noteAnswer(now);
        assertThat(sessions.refresh(opened.refreshToken()).refreshToken()).isEqualTo(successor);
        now = now.plusMillis(1);
        assertThat(refused(sessions, opened.refreshToken())).isEqualTo(RefreshRefused.Reason.REUSED);
    }

    @Test
    void anOutageExcusesNoOlderToken() throws Exception {
        Renewal opened = login();
        sessions.refresh(sessions.refresh(opened.refreshToken()).refreshToken());
        outages.noteSilence();
        outages.noteAnswer(now);
        assertThat(refused(sessions, opened.refreshToken())).isEqualTo(RefreshRefused.Reason.REUSED);
    }

    @Test
    void theGraceOfATokenSpentBeforeTheStartBeginsWithTheStart() throws Exception {
        Renewal opened = login();
        RefreshToken successor = sessions.refresh(opened.refreshToken()).refreshToken();
        now = now.plus(Duration.ofHours(1));
        Sessions restarted = new Sessions(
                store,
                tokens,
                revocations,
                new Outages(now),
                new SessionLimits(
                        Duration.ofDays(30), Optional.of(GRACE), Duration.ofDays(90), 3, Duration.ofHours(12)),
                () -> now);
        assertThat(restarted.refresh(opened.refreshToken()).refreshToken()).isEqualTo(successor);
    }

    /** Two instances that both know the session, each with a memory of its own. */
    @Test
    void aSessionThatAnotherInstanceMovesOrEndsIsFollowed() throws Exception {
        Sessions other = sessions(tokens, Optional.of(GRACE));
        RefreshToken token = login().refreshToken();
        for (int i = 0; i < 4; i++) {
            token = (i % 2 == 0 ? sessions : other).refresh(token).refreshToken();
        }
        RefreshToken spent = token;
        token = sessions.refresh(spent).refreshToken();
        assertThat(other.refresh(spent).refreshToken()).isEqualTo(token);
        now = now.plus(GRACE);
        assertThat(refused(other, spent)).isEqualTo(RefreshRefused.Reason.REUSED);
        assertThat(refused(sessions, token)).isEqualTo(RefreshRefused.Reason.UNKNOWN);
    }

    /** Its sender gave up, asked again and went on, while it waited for a store that was slow. */
    @Test
    void aRequestThatWasOvertakenWhileItWaitedIsNoTheft() throws Exception {
        Renewal opened = login();
        RefreshToken[] successor = new RefreshToken[1];
        store.beforeNextFind(() -> {
            try {
                now = now.plusSeconds(3);
                successor[0] = sessions.refresh(
                                sessions.refresh(opened.refreshToken()).refreshToken())
                        .refreshToken();
            } catch (RefreshRefused refused) {
                throw new AssertionError(refused);
            }
        });
        assertThat(refused(sessions, opened.refreshToken())).isEqualTo(RefreshRefused.Reason.OVERTAKEN);
        assertThat(sessions.refresh(successor[0]).kind()).isEqualTo(Renewal.Kind.ROTATED);
        assertThat(refused(sessions, opened.refreshToken())).isEqualTo(RefreshRefused.Reason.REUSED);
    }

    @Test
    void withoutGraceASecondUseIsTheft() throws Exception {
        Sessions strict = sessions(tokens, Optional.of(Duration.ZERO));
        Renewal opened = login();
        strict.refresh(opened.refreshToken());
        assertThat(refused(strict, opened.refreshToken())).isEqualTo(RefreshRefused.Reason.REUSED);
    }

    @Test
    void untilUsedTheGraceHasNoEnd() throws Exception {
        Sessions patient = sessions(tokens, Optional.empty());
        Renewal opened = login();
        RefreshToken successor = patient.refresh(opened.refreshToken()).refreshToken();
        now = now.plus(Duration.ofDays(20));
        assertThat(patient.refresh(opened.refreshToken()).refreshToken()).isEqualTo(successor);
        patient.refresh(successor);
        assertThat(refused(patient, opened.refreshToken())).isEqualTo(RefreshRefused.Reason.REUSED);
    }

    @Test
    void aTokenAheadOfARowThatLostItsCommitGoesOn() throws Exception {
        Renewal opened = login();
        StoredSession before = store.find(opened.sessionId()).orElseThrow();
        RefreshToken second = sessions.refresh(opened.refreshToken()).refreshToken();
        RefreshToken third = sessions.refresh(second).refreshToken();
        store.restore(before);
        RefreshToken fourth = sessions.refresh(third).refreshToken();
        assertThat(sessions.refresh(third).refreshToken()).isEqualTo(fourth);
        assertThat(refused(sessions, opened.refreshToken())).isEqualTo(RefreshRefused.Reason.REUSED);
    }

    @Test
    void noOtherStringBuysOrEndsAnything() throws Exception {
        Renewal opened = login();
        String text = opened.refreshToken().text();
        for (int i = 0; i < text.length(); i++) {
            for (char c : new char[] {'A', 'z', '=', '!', '\u00e9'}) {
                if (text.charAt(i) != c) {
                    RefreshToken forged = new RefreshToken(text.substring(0, i) + c + text.substring(i + 1));
                    assertThat(refused(sessions, forged)).isEqualTo(RefreshRefused.Reason.UNKNOWN);
                    assertThat(sessions.findToEnd(forged)).isEmpty();
                }
            }
        }
        RefreshTokens stranger = new RefreshTokens(key("another"), Optional.empty());
        RefreshToken foreign =
                new RefreshToken(stranger.make(store.find(opened.sessionId()).orElseThrow(), 0));
        assertThat(refused(sessions, foreign)).isEqualTo(RefreshRefused.Reason.UNKNOWN);
        assertThat(sessions.refresh(opened.refreshToken()).kind()).isEqualTo(Renewal.Kind.ROTATED);
    }

    @Test
    void aTokenOfTheSameIdButAnotherSeedIsRefused() {
        Renewal opened = login();
        StoredSession row = store.find(opened.sessionId()).orElseThrow();
        store.restore(new StoredSession(
                row.id(),
                row.userId(),
                "another seed",
                0,
                now,
                now,
                row.expiresAt(),
                row.endsAt(),
                "",
                "",
                SessionKind.TOKENS));
        assertThat(refused(sessions, opened.refreshToken())).isEqualTo(RefreshRefused.Reason.UNKNOWN);
        assertThat(store.find(opened.sessionId())).isPresent();
    }

    @Test
    void theKeyCanBeChangedWithoutSigningAnybodyOut() throws Exception {
        Renewal opened = login();
        Sessions changed = sessions(new RefreshTokens(key("two"), Optional.of(key("one"))), Optional.of(GRACE));
        Renewal next = changed.refresh(opened.refreshToken());
        assertThat(changed.refresh(opened.refreshToken()).refreshToken()).isEqualTo(next.refreshToken());
        assertThat(sessions(new RefreshTokens(key("two"), Optional.empty()), Optional.of(GRACE))
                        .refresh(next.refreshToken())
                        .kind())
                .isEqualTo(Renewal.Kind.ROTATED);
    }

    @Test
    void aTokenLapsesAtItsInstantAndTheSessionAtItsEnd() throws Exception {
        Renewal opened = login();
        now = now.plus(Duration.ofDays(30)).minusMillis(1);
        Renewal next = sessions.refresh(opened.refreshToken());
        now = now.plus(Duration.ofDays(30));
        assertThat(refused(sessions, next.refreshToken())).isEqualTo(RefreshRefused.Reason.EXPIRED);

        Instant start = now;
        Renewal long1 = login();
        Renewal last = long1;
        for (int day = 20; day < 90; day += 20) {
            now = start.plus(Duration.ofDays(day));
            last = sessions.refresh(last.refreshToken());
        }
        assertThat(last.expiresAt()).isEqualTo(start.plus(Duration.ofDays(90)));
        now = start.plus(Duration.ofDays(90));
        assertThat(refused(sessions, last.refreshToken())).isEqualTo(RefreshRefused.Reason.EXPIRED);
    }

    @Test
    void pastTheMostTheLongestUnusedIsRefusedAtOnce() {
        Renewal first = login();
        now = now.plusSeconds(1);
        login();
        login();
        login();
        assertThat(revocations.isEnded(first.sessionId())).isTrue();
        assertThat(sessions.list("ann")).hasSize(3);
    }

    @Test
    void nobodyEndsTheSessionOfAnother() {
        Renewal opened = login();
        assertThat(sessions.end(opened.sessionId(), "bob")).isFalse();
        assertThat(sessions.end(opened.sessionId(), "ann")).isTrue();
        assertThat(sessions.end(opened.sessionId(), "ann")).isFalse();
    }

    @Test
    void withTheStoreAwayALogoutRefusesTheSessionHereAndSaysSo() {
        Renewal opened = login();
        store.setAway(true);
        assertThatThrownBy(() -> sessions.findToEnd(opened.refreshToken())).isInstanceOf(IllegalStateException.class);
        assertThat(revocations.isEnded(opened.sessionId())).isTrue();
        store.setAway(false);
        assertThat(refused(sessions, opened.refreshToken())).isEqualTo(RefreshRefused.Reason.UNKNOWN);
    }

    @Test
    void whatAnotherInstanceEndedIsLearntByPollingAndForgottenInTime() {
        Renewal opened = login();
        Revocations elsewhere = new Revocations(store, () -> now);
        sessions.end(opened.sessionId());
        assertThat(elsewhere.isEnded(opened.sessionId())).isFalse();
        elsewhere.poll(store.history());
        assertThat(elsewhere.isEnded(opened.sessionId())).isTrue();
        now = now.plus(Duration.ofHours(24)).plusSeconds(300);
        elsewhere.prune();
        assertThat(elsewhere.isEnded(opened.sessionId())).isTrue();
        now = now.plusMillis(1);
        elsewhere.prune();
        assertThat(elsewhere.isEnded(opened.sessionId())).isFalse();
    }

    /** A standby that lagged behind has taken the place of its primary. */
    @Test
    void aStoreThatForgotEndsIsReportedOfThemAgainAndHeardFromTheBeginning() throws Exception {
        Renewal ended = login();
        Renewal later = login();
        StoredSession row = store.find(ended.sessionId()).orElseThrow();
        Revocations knowing = new Revocations(store, () -> now);
        sessions.end(ended.sessionId());
        knowing.poll(store.history());
        store.loseRevocations();
        store.restore(row);
        store.end(later.sessionId(), now);

        knowing.poll(store.history());

        assertThat(knowing.isEnded(later.sessionId())).isTrue();
        assertThat(store.find(ended.sessionId())).isEmpty();
        Revocations fresh = new Revocations(store, () -> now);
        fresh.poll(store.history());
        assertThat(fresh.isEnded(ended.sessionId())).isTrue();
    }

    /** Without its row, nobody can know whether a token that carries our tag is one that we issued. */
    @Test
    void whatWasRefusedForWantOfTheStoreIsNotEndedByAFailover() {
        Renewal opened = login();
        revocations.poll(store.history());
        store.setAway(true);
        assertThatThrownBy(() -> sessions.findToEnd(opened.refreshToken())).isInstanceOf(IllegalStateException.class);
        store.setAway(false);
        store.loseRevocations();
        revocations.poll(store.history());
        assertThat(store.find(opened.sessionId())).isPresent();
    }

    @Test
    void nobodyIsJudgedBeforeAllIsKnown() {
        Revocations fresh = new Revocations(store, () -> now);
        store.setAway(true);
        assertThatThrownBy(() -> fresh.poll(1)).isInstanceOf(IllegalStateException.class);
        assertThat(fresh.isLoaded()).isFalse();
        store.setAway(false);
        fresh.poll(store.history());
        assertThat(fresh.isLoaded()).isTrue();
    }
}
