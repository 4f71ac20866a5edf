package dev.postern.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.AtOnce;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.ops.AuditStore.Kept;
import dev.postern.ops.AuditStore.Query;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AuditStore} promises. */
public abstract class AuditStoreContract {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Query ALL = new Query("", "", Instant.EPOCH, Long.MAX_VALUE, 10_000);

    private AuditStore store;

    /** A store without events. Called before each test. */
    protected abstract AuditStore emptyStore() throws Exception;

    @BeforeEach
    public final void openStore() throws Exception {
        store = emptyStore();
    }

    private static AuditEvent event(Kind kind, int second) {
        return AuditEvent.of(kind, T0.plusSeconds(second));
    }

    /** Logins, a second apart, each telling its number. */
    private static List<AuditEvent> logins(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> event(Kind.LOGIN, n).detail(Integer.toString(n)))
                .toList();
    }

    private static List<AuditEvent> events(List<Kept> kept) {
        return kept.stream().map(Kept::event).toList();
    }

    private static List<String> details(List<Kept> kept) {
        return kept.stream().map(each -> each.event().detail()).toList();
    }

    private List<String> page(long before, int limit) {
        return details(store.list(new Query("", "", Instant.EPOCH, before, limit)));
    }

    private List<AuditEvent> of(String user, String event) {
        return events(store.list(new Query(user, event, Instant.EPOCH, Long.MAX_VALUE, 100)));
    }

    private List<String> since(Instant since) {
        return details(store.list(new Query("", "", since, Long.MAX_VALUE, 100)));
    }

    @Test
    public void anEmptyStoreHoldsNoEvents() {
        store.append(List.of());

        assertThat(store.list(ALL)).isEmpty();
        assertThat(store.prune(T0, 10)).isZero();
    }

    @Test
    public void anEventIsReadBackUnchangedButForItsRequest() {
        AuditEvent whole = event(Kind.SESSION_ENDED, 0)
                .user("Zoë")
                .by("admin")
                .session("one")
                .from("2001:db8::1", "request")
                .detail("2 sessions");
        store.append(List.of(whole));

        assertThat(events(store.list(ALL))).containsExactly(whole.from("2001:db8::1", ""));
    }

    @Test
    public void textsWithoutValuesAreReadBackEmpty() {
        store.append(List.of(event(Kind.THROTTLED, 0)));

        assertThat(events(store.list(ALL))).containsExactly(event(Kind.THROTTLED, 0));
    }

    @Test
    public void everyKindIsReadBackWithItsResultAndIsFoundByItsName() {
        store.append(Stream.of(Kind.values()).map(kind -> event(kind, 0)).toList());

        for (Kind kind : Kind.values()) {
            assertThat(of("", kind.text())).containsExactly(event(kind, 0));
        }
    }

    @Test
    public void textsOfOddCharactersAreReadBackUnchanged() {
        String controls =
                IntStream.rangeClosed(1, 0x9f).mapToObj(Character::toString).collect(Collectors.joining());
        for (String odd : List.of(
                "'; DROP TABLE audit_events; --",
                "\"double\" 'single' `back`",
                "back\\slash \\n \\u0041 \\",
                "one\ntwo\r\nthree\tfour",
                "100 % of_this ? :user $1 #{x} {0} <x>",
                "👩‍👩‍👧 \uD83D\uDE00",
                "e\u0301 and é",
                "\u202Eright to left\u202C שלום",
                "\uFEFF\uFFFD\uFFFF\u2028\u2029",
                " spaces around ",
                controls)) {
            AuditEvent event = event(Kind.USER_CHANGED, 0)
                    .user(odd)
                    .by(odd)
                    .session(odd)
                    .from(odd, "")
                    .detail(odd);
            store.append(List.of(event));

            assertThat(of(odd, "")).as(odd).containsExactly(event);
        }
    }

    @Test
    public void aLongDetailIsReadBackWhole() {
        AuditEvent event = event(Kind.USER_CHANGED, 0).detail("añ𐐨".repeat(20_000));
        store.append(List.of(event));

        assertThat(events(store.list(ALL))).containsExactly(event);
    }

    @Test
    public void instantsAreKeptToTheMillisecond() {
        store.append(List.of(AuditEvent.of(Kind.LOGIN, Instant.parse("2026-01-01T00:00:00.123999999Z"))));

        assertThat(events(store.list(ALL))).containsExactly(event(Kind.LOGIN, 0));
    }

    @Test
    public void manyEventsKeepTheirOrderWhateverTheirTimes() {
        List<AuditEvent> many = logins(1_000);
        store.append(many.subList(500, 1_000));
        store.append(many.subList(0, 500));

        List<Kept> listed = store.list(ALL);

        List<String> expected = Stream.of(
                        IntStream.iterate(499, n -> n - 1).limit(500),
                        IntStream.iterate(999, n -> n - 1).limit(500))
                .flatMap(IntStream::boxed)
                .map(String::valueOf)
                .toList();
        assertThat(details(listed)).isEqualTo(expected);
        assertThat(listed)
                .extracting(Kept::seq)
                .isSortedAccordingTo((one, other) -> Long.compare(other, one))
                .doesNotHaveDuplicates();
    }

    @Test
    public void equalEventsAreKeptApart() {
        AuditEvent event = event(Kind.LOGIN, 0).user("ann");
        store.append(List.of(event, event));
        store.append(List.of(event));

        assertThat(events(store.list(ALL))).containsExactly(event, event, event);
    }

    @Test
    public void whatManyAppendAtOnceIsAllThereEachInItsOrder() throws Exception {
        AtOnce.call(8, n -> {
            for (int i = 0; i < 5; i++) {
                String user = "user-" + n + "-" + i;
                store.append(logins(10).stream().map(event -> event.user(user)).toList());
            }
            return true;
        });

        List<Kept> all = store.list(ALL);
        assertThat(all).hasSize(400).extracting(Kept::seq).doesNotHaveDuplicates();
        for (int n = 0; n < 8; n++) {
            for (int i = 0; i < 5; i++) {
                assertThat(of("user-" + n + "-" + i, ""))
                        .extracting(AuditEvent::detail)
                        .containsExactly("9", "8", "7", "6", "5", "4", "3", "2", "1", "0");
            }
        }
    }

    @Test
    public void pagesFollowEachOtherWithoutGapOrOverlap() {
        store.append(logins(5));

        List<Kept> first = store.list(new Query("", "", Instant.EPOCH, Long.MAX_VALUE, 2));
        assertThat(details(first)).containsExactly("4", "3");
        store.append(logins(1));
        List<Kept> second =
                store.list(new Query("", "", Instant.EPOCH, first.get(1).seq(), 2));
        assertThat(details(second)).containsExactly("2", "1");
        List<Kept> third =
                store.list(new Query("", "", Instant.EPOCH, second.get(1).seq(), 2));
        assertThat(details(third)).containsExactly("0");
        assertThat(page(third.get(0).seq(), 2)).isEmpty();
    }

    @Test
    public void beforeIsAPlaceThatIsNotListedItself() {
        store.append(logins(3));
        long middle = store.list(ALL).get(1).seq();

        assertThat(page(middle, 10)).containsExactly("0");
        assertThat(page(middle + 1, 10)).containsExactly("1", "0");
    }

    @Test
    public void eventsAreFoundByTheNameOfTheirUser() {
        AuditEvent ann = event(Kind.LOGIN, 0).self("ann");
        AuditEvent other = event(Kind.USER_CHANGED, 1).user("bob").by("ann");
        AuditEvent nobody = event(Kind.KEY_ROTATED, 2);
        store.append(List.of(ann, other, nobody));

        assertThat(of("ann", "")).containsExactly(ann);
        assertThat(of("bob", "")).containsExactly(other);
        assertThat(of("", "")).containsExactly(nobody, other, ann);
        for (String none : List.of("Ann", "ANN", "an", "ann ", "%", "a_n", "*", "carol")) {
            assertThat(of(none, "")).as(none).isEmpty();
        }
    }

    @Test
    public void eventsAreFoundByTheirNames() {
        AuditEvent login = event(Kind.LOGIN, 0);
        AuditEvent failed = event(Kind.LOGIN_FAILED, 1);
        store.append(List.of(login, failed));

        assertThat(of("", "login")).containsExactly(login);
        assertThat(of("", "login_failed")).containsExactly(failed);
        for (String none : List.of("LOGIN", "log", "login%", "logout", "no event")) {
            assertThat(of("", none)).as(none).isEmpty();
        }
    }

    @Test
    public void theEarliestAskedForIsListedItself() {
        store.append(logins(3));

        assertThat(since(T0.plusSeconds(1).minusMillis(1))).containsExactly("2", "1");
        assertThat(since(T0.plusSeconds(1))).containsExactly("2", "1");
        assertThat(since(T0.plusSeconds(1).plusMillis(1))).containsExactly("2");
        assertThat(since(T0.plusSeconds(3))).isEmpty();
    }

    @Test
    public void allThatIsAskedForMustHold() {
        store.append(List.of(
                event(Kind.LOGIN, 0).user("ann").detail("early"),
                event(Kind.LOGIN, 1).user("ann").detail("one"),
                event(Kind.LOGIN, 2).user("bob").detail("another's"),
                event(Kind.LOGOUT, 3).user("ann").detail("of another name"),
                event(Kind.LOGIN, 4).user("ann").detail("two"),
                event(Kind.LOGIN, 5).user("ann").detail("late")));
        long before = store.list(ALL).get(0).seq();

        assertThat(details(store.list(new Query("ann", "login", T0.plusSeconds(1), before, 10))))
                .containsExactly("two", "one");
        assertThat(details(store.list(new Query("ann", "login", T0.plusSeconds(1), before, 1))))
                .containsExactly("two");
    }

    @Test
    public void whatIsOlderIsForgottenSomeAtATime() {
        store.append(logins(5));

        assertThat(store.prune(T0.plusSeconds(4), 3)).isEqualTo(3);
        assertThat(details(store.list(ALL))).hasSize(2).contains("4");
        assertThat(store.prune(T0.plusSeconds(4), 3)).isEqualTo(1);
        assertThat(store.prune(T0.plusSeconds(4), 3)).isZero();
        assertThat(details(store.list(ALL))).containsExactly("4");
    }

    @Test
    public void whatIsAsOldAsTheHorizonStays() {
        store.append(logins(1));

        assertThat(store.prune(T0, 10)).isZero();
        assertThat(store.prune(T0.plusMillis(1), 10)).isEqualTo(1);
        assertThat(store.list(ALL)).isEmpty();
    }

    @Test
    public void whatManyForgetAtOnceIsSaidOnce() throws Exception {
        store.append(logins(100));

        List<Integer> forgotten = AtOnce.call(8, n -> store.prune(T0.plusSeconds(90), 1_000));

        assertThat(forgotten.stream().mapToInt(Integer::intValue).sum()).isEqualTo(90);
        assertThat(store.list(ALL)).hasSize(10);
    }

    @Test
    public void aPlaceIsNeverTakenTwice() {
        store.append(logins(2));
        long last = store.list(ALL).get(0).seq();
        store.prune(T0.plusSeconds(9), 10);
        store.append(logins(1));

        assertThat(store.list(ALL)).hasSize(1);
        assertThat(store.list(ALL).get(0).seq()).isGreaterThan(last);
    }
}
