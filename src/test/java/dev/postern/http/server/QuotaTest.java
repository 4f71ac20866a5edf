package dev.postern.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A quota that a few senders try to use up for all. */
class QuotaTest {
    private static final int MOST = 1_000;
    private static final int SMALL = 100;

    private final Quota quota = new Quota(MOST, MOST / 4, SMALL);

    @Test
    void aSmallAmountIsGrantedStepByStepWhenAFewHaveUsedUpTheRest() {
        for (int sender = 0; sender < 4; sender++) {
            assertThat(quota.take("large " + sender, MOST / 4)).isTrue();
        }
        assertThat(quota.take("large 0", 1)).isFalse();

        assertThat(quota.take("small", 40)).isTrue();
        assertThat(quota.take("small", 60)).isTrue();
        assertThat(quota.take("small", 1)).isFalse();
        assertThat(quota.take("another", SMALL)).isTrue();

        quota.giveBack("large 0", MOST / 4);
        assertThat(quota.take("small", 1)).isTrue();
    }

    @Test
    void smallAmountsAreBoundedAsWell() {
        int granted = 0;
        while (quota.take("sender " + granted, SMALL)) {
            granted++;
        }
        assertThat(granted).isEqualTo(2 * MOST / SMALL);
    }
}
