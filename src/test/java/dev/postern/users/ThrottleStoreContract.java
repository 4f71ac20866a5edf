package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.AtOnce;
import dev.postern.users.ThrottleStore.Allowance;
import dev.postern.users.ThrottleStore.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ThrottleStore} promises. */
public abstract class ThrottleStoreContract {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Instant FREE = T0.plus(WINDOW);

    private ThrottleStore store;

    /** A store that knows of no attempts and no places. Called before each test. */
    protected abstract ThrottleStore emptyStore() throws Exception;

    @BeforeEach
    public final void openStore() throws Exception {
        store = emptyStore();
    }

    private static Allowance allowance(String key, int limit) {
        return new Allowance("ann", key, limit, WINDOW);
    }

    private static List<Long> ids(Taken taken) {
        assertThat(taken).isInstanceOf(Taken.Granted.class);
        return ((Taken.Granted) taken).ids();
    }

    private List<Long> taken(Instant now, Allowance... allowances) {
        return ids(store.take(List.of(allowances), now));
    }

    private void assertUsedUp(Instant until, Instant now, Allowance... allowances) {
        assertThat(store.take(List.of(allowances), now)).isEqualTo(new Taken.UsedUp(until));
    }

    /** Takes all that is left, and counts it. */
    private int left(Allowance allowance, Instant now) {
        int count = 0;
        while (store.take(List.of(allowance), now) instanceof Taken.Granted) {
            count++;
        }
        return count;
    }

    private static long granted(List<Taken> all) {
        return all.stream().filter(Taken.Granted.class::isInstance).count();
    }

    @Test
    public void soManyAreGrantedAsAreAllowed() {
        assertThat(left(allowance("a", 3), T0)).isEqualTo(3);
        assertThat(left(allowance("a", 3), T0)).isZero();
    }

    @Test
    public void anAttemptHasAnIdOfItsOwnInEachAllowance() {
        List<Long> all = new ArrayList<>(taken(T0, allowance("a", 9), allowance("b", 9)));
        all.addAll(taken(T0, allowance("a", 9), allowance("b", 9)));

        assertThat(all).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    public void anAttemptInNoAllowanceIsGranted() {
        assertThat(taken(T0)).isEmpty();
    }

    @Test
    public void anAllowanceIsUsedUpUntilItsAttemptLeavesTheWindow() {
        taken(T0, allowance("a", 1));

        assertUsedUp(FREE, T0, allowance("a", 1));
        assertUsedUp(FREE, FREE.minusMillis(1), allowance("a", 1));
        taken(FREE, allowance("a", 1));
        assertUsedUp(FREE.plus(WINDOW), FREE, allowance("a", 1));
    }

    @Test
    public void noWindowOfTimeHoldsMoreThanAreAllowed() {
        Allowance two = allowance("a", 2);
        taken(T0, two);
        taken(T0.plusSeconds(200), two);

        assertUsedUp(FREE, T0.plusSeconds(299), two);
        taken(FREE, two);
        assertUsedUp(T0.plusSeconds(500), FREE, two);
        assertUsedUp(T0.plusSeconds(500), T0.plusSeconds(500).minusMillis(1), two);
        taken(T0.plusSeconds(500), two);
        assertUsedUp(FREE.plus(WINDOW), T0.plusSeconds(500), two);
    }

    @Test
    public void aNarrowerLimitWaitsForTheAttemptThatKeepsTheNextOneOut() {
        for (int i = 0; i < 5; i++) {
            taken(T0.plusSeconds(i), allowance("a", 5));
        }

        assertUsedUp(FREE, T0.plusSeconds(9), allowance("a", 5));
        assertUsedUp(FREE.plusSeconds(3), T0.plusSeconds(9), allowance("a", 2));
        assertUsedUp(FREE.plusSeconds(4), T0.plusSeconds(9), allowance("a", 1));
    }

    @Test
    public void aRefusedAttemptIsNotCounted() {
        taken(T0, allowance("a", 1));
        assertUsedUp(FREE, T0.plusSeconds(100), allowance("a", 1));

        taken(FREE, allowance("a", 1));
    }

    @Test
    public void attemptsAreCountedTogetherByTheKeyWhoeverTheyAreAbout() {
        taken(T0, new Allowance("ann", "a", 2, WINDOW));
        taken(T0, new Allowance("bob", "a", 2, WINDOW));

        assertUsedUp(FREE, T0, new Allowance("", "a", 2, WINDOW));
        taken(T0, new Allowance("ann", "A", 2, WINDOW));
        taken(T0, new Allowance("ann", "a ", 2, WINDOW));
    }

    @Test
    public void anAttemptIsCountedInNoAllowanceWhereAnyIsUsedUp() {
        Allowance wide = allowance("wide", 5);
        Allowance last = allowance("last", 5);
        taken(T0, allowance("narrow", 1));

        assertUsedUp(FREE, T0.plusSeconds(1), wide, allowance("narrow", 1), last);
        assertUsedUp(FREE, T0.plusSeconds(1), allowance("narrow", 1), wide);

        assertThat(left(wide, T0.plusSeconds(1))).isEqualTo(5);
        assertThat(left(last, T0.plusSeconds(1))).isEqualTo(5);
    }

    @Test
    public void ofManyAtOnceSoManyAreGrantedAsAreAllowed() throws Exception {
        List<Taken> all = AtOnce.call(64, n -> store.take(List.of(allowance("a", 10)), T0));

        assertThat(granted(all)).isEqualTo(10);
        assertThat(all).filteredOn(Taken.UsedUp.class::isInstance).containsOnly(new Taken.UsedUp(FREE));
        assertThat(all.stream().filter(Taken.Granted.class::isInstance).flatMap(taken -> ids(taken).stream()))
                .hasSize(10)
                .doesNotHaveDuplicates();
    }

    @Test
    public void ofManyAtOnceWhatTheSecondAllowanceRefusesTheFirstHasNotCounted() throws Exception {
        Allowance first = allowance("first", 64);
        List<Taken> all = AtOnce.call(64, n -> store.take(List.of(first, allowance("second", 10)), T0));

        assertThat(granted(all)).isEqualTo(10);
        assertThat(all).filteredOn(Taken.UsedUp.class::isInstance).containsOnly(new Taken.UsedUp(FREE));
        assertThat(left(first, T0)).isEqualTo(54);
    }

    @Test
    public void ofManyAtOnceWithTheSameAllowancesInOtherOrdersNoMoreAreGranted() throws Exception {
        Allowance one = allowance("one", 10);
        Allowance other = allowance("other", 10);
        List<Taken> all = AtOnce.call(64, n -> store.take(n % 2 == 0 ? List.of(one, other) : List.of(other, one), T0));

        assertThat(granted(all)).isEqualTo(10);
        assertThat(left(one, T0)).isZero();
        assertThat(left(other, T0)).isZero();
    }

    @Test
    public void whatIsGivenBackIsNotCounted() {
        List<Long> first = taken(T0, allowance("a", 2), allowance("b", 2));
        taken(T0.plusSeconds(1), allowance("a", 2), allowance("b", 2));
        store.giveBack(first);

        taken(T0.plusSeconds(2), allowance("a", 2), allowance("b", 2));
        assertUsedUp(FREE.plusSeconds(1), T0.plusSeconds(2), allowance("a", 2));
        assertUsedUp(FREE.plusSeconds(1), T0.plusSeconds(2), allowance("b", 2));
    }

    @Test
    public void someOfAnAttemptMayBeGivenBack() {
        List<Long> ids = taken(T0, allowance("a", 1), allowance("b", 1));
        long ofA = ids.get(0);
        store.giveBack(List.of(ofA));

        boolean aIsFree = store.take(List.of(allowance("a", 1)), T0) instanceof Taken.Granted;
        boolean bIsFree = store.take(List.of(allowance("b", 1)), T0) instanceof Taken.Granted;
        assertThat(aIsFree).isNotEqualTo(bIsFree);
    }

    @Test
    public void whatIsGivenBackTwiceTakesNothingFromOthers() {
        List<Long> ids = taken(T0, allowance("a", 1));
        store.giveBack(ids);
        taken(T0, allowance("a", 1));
        store.giveBack(ids);
        store.giveBack(List.of());
        store.giveBack(List.of(Long.MAX_VALUE));

        assertUsedUp(FREE, T0, allowance("a", 1));
    }

    @Test
    public void whatManyGiveBackAtOnceIsAllFree() throws Exception {
        Allowance one = allowance("one", 16);
        Allowance other = allowance("other", 16);
        AtOnce.call(16, n -> {
            store.giveBack(taken(T0, one, other));
            return true;
        });

        assertThat(left(one, T0)).isEqualTo(16);
        assertThat(left(other, T0)).isEqualTo(16);
    }

    @Test
    public void aSuccessForgetsItsAllowanceAndTakesBackItsAttempts() {
        Allowance own = allowance("own", 3);
        Allowance shared = new Allowance("", "shared", 3, WINDOW);
        Allowance others = allowance("others", 3);
        taken(T0, own, shared, others);
        List<Long> last = taken(T0, own, shared);

        store.succeed("own", last, "ann", "home", T0);

        assertThat(left(own, T0)).isEqualTo(3);
        assertThat(left(shared, T0)).isEqualTo(2);
        assertThat(left(others, T0)).isEqualTo(2);
    }

    @Test
    public void aSuccessOfWhichNothingWasCountedIsOne() {
        store.succeed("own", List.of(), "ann", "home", T0);

        assertThat(store.isKnown("ann", "home", T0)).isTrue();
    }

    @Test
    public void aPlaceIsKnownFromASuccessOn() {
        assertThat(store.isKnown("ann", "home", Instant.EPOCH)).isFalse();

        store.succeed("own", taken(T0, allowance("own", 3)), "ann", "home", T0);

        assertThat(store.isKnown("ann", "home", Instant.EPOCH)).isTrue();
        assertThat(store.isKnown("ann", "home", T0.minusMillis(1))).isTrue();
        assertThat(store.isKnown("ann", "home", T0)).isTrue();
        assertThat(store.isKnown("ann", "home", T0.plusMillis(1))).isFalse();
    }

    @Test
    public void aPlaceIsKnownToItsAccountAlone() {
        store.succeed("own", List.of(), "ann", "home", T0);

        assertThat(store.isKnown("bob", "home", T0)).isFalse();
        assertThat(store.isKnown("ann", "work", T0)).isFalse();
        assertThat(store.isKnown("ANN", "home", T0)).isFalse();
        assertThat(store.isKnown("ann", "HOME", T0)).isFalse();
        assertThat(store.isKnown("", "", Instant.EPOCH)).isFalse();
        assertThat(store.isKnown("home", "ann", T0)).isFalse();
    }

    @Test
    public void anAttemptMakesNoPlaceKnown() {
        taken(T0, allowance("ann:home", 3));

        assertThat(store.isKnown("ann", "home", Instant.EPOCH)).isFalse();
    }

    @Test
    public void aPlaceIsKnownFromItsLastSuccess() {
        store.succeed("own", List.of(), "ann", "home", T0);
        store.succeed("own", List.of(), "ann", "home", T0.plusSeconds(9));

        assertThat(store.isKnown("ann", "home", T0.plusSeconds(9))).isTrue();
        assertThat(store.isKnown("ann", "home", T0.plusSeconds(9).plusMillis(1)))
                .isFalse();
    }

    @Test
    public void anEarlierSuccessThatIsNotedLateHidesNoLaterOne() {
        store.succeed("own", List.of(), "ann", "home", T0.plusSeconds(9));
        store.succeed("own", List.of(), "ann", "home", T0);

        assertThat(store.isKnown("ann", "home", T0.plusSeconds(9))).isTrue();
    }

    @Test
    public void manyMaySucceedAtOnceFromOnePlace() throws Exception {
        AtOnce.call(16, n -> {
            store.succeed("own", taken(T0, allowance("own", 99), allowance("shared", 99)), "ann", "home", T0);
            return true;
        });

        assertThat(store.isKnown("ann", "home", T0)).isTrue();
        assertThat(left(allowance("own", 3), T0)).isEqualTo(3);
        assertThat(left(allowance("shared", 3), T0)).isEqualTo(3);
    }

    @Test
    public void whatIsForgivenIsAllOfOneAccountAndNothingElse() {
        taken(T0, allowance("a", 1), allowance("b", 1), new Allowance("", "place", 1, WINDOW));
        taken(T0, new Allowance("bob", "bob", 1, WINDOW));
        store.succeed("none", List.of(), "ann", "home", T0);

        store.forgive("ann");
        store.forgive("nobody");

        assertThat(left(allowance("a", 1), T0)).isEqualTo(1);
        assertThat(left(allowance("b", 1), T0)).isEqualTo(1);
        assertUsedUp(FREE, T0, new Allowance("", "place", 1, WINDOW));
        assertUsedUp(FREE, T0, new Allowance("bob", "bob", 1, WINDOW));
        assertThat(store.isKnown("ann", "home", T0)).isTrue();
    }

    @Test
    public void attemptsThatAreOlderAreForgotten() {
        taken(T0, allowance("a", 2));
        taken(T0.plusMillis(1), allowance("a", 2));

        store.prune(T0, T0.plusSeconds(99));
        assertUsedUp(FREE, T0.plusSeconds(1), allowance("a", 2));
        store.prune(T0.plusMillis(1), Instant.EPOCH);
        taken(T0.plusSeconds(1), allowance("a", 2));
        assertUsedUp(FREE.plusMillis(1), T0.plusSeconds(1), allowance("a", 2));
    }

    @Test
    public void placesThatAreOlderAreForgotten() {
        store.succeed("own", List.of(), "ann", "home", T0);
        store.succeed("own", List.of(), "ann", "work", T0.plusMillis(1));

        store.prune(T0.plusSeconds(99), T0);
        assertThat(store.isKnown("ann", "home", Instant.EPOCH)).isTrue();
        store.prune(Instant.EPOCH, T0.plusMillis(1));
        assertThat(store.isKnown("ann", "home", Instant.EPOCH)).isFalse();
        assertThat(store.isKnown("ann", "work", Instant.EPOCH)).isTrue();
    }
}
