package dev.postern.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class StoreClockTest {
    private static final Instant FAR = Instant.parse("2031-01-01T00:00:00Z");
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final StoreClock clock = new StoreClock();

    private void see(Instant there, long tookMillis) {
        long now = System.nanoTime();
        clock.set(there, now - tookMillis * MILLI, now);
    }

    @Test
    void untilItIsSetItIsThisMachines() {
        assertThat(clock.instant()).isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
    }

    @Test
    void itFollowsTheServersFromTheFirstLookOnForwardsAndBackwards() {
        see(FAR, 0);
        assertThat(clock.instant()).isCloseTo(FAR, within(5, ChronoUnit.SECONDS));
        see(FAR.minusSeconds(7200), 0);
        assertThat(clock.instant()).isCloseTo(FAR.minusSeconds(7200), within(5, ChronoUnit.SECONDS));
    }

    @Test
    void aLookIsTakenToShowTheTimeOfItsMiddle() {
        see(FAR, 4_000);
        assertThat(clock.instant()).isCloseTo(FAR.plusSeconds(2), within(1, ChronoUnit.SECONDS));
    }

    @Test
    void whatASlowLookMayBeWrongByIsNotFollowed() {
        see(FAR, 0);
        see(FAR.minusSeconds(3), 10_000);
        assertThat(clock.instant()).isAfterOrEqualTo(FAR);
    }
}
