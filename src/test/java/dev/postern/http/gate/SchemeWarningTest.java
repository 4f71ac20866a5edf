package dev.postern.http.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SchemeWarningTest {
    private final AtomicInteger reports = new AtomicInteger();

    @Test
    void aProxyThatSpeaksOfHttpIsReportedOnce() {
        SchemeWarning warning = new SchemeWarning(true, reports::incrementAndGet);
        warning.check(true, Runnable::run);
        assertThat(reports).hasValue(0);
        warning.check(false, Runnable::run);
        warning.check(false, Runnable::run);
        assertThat(reports).hasValue(1);
    }

    @Test
    void withoutHttpsInTheSettingsNothingIsSaid() {
        SchemeWarning warning = new SchemeWarning(false, reports::incrementAndGet);
        warning.check(false, Runnable::run);
        warning.check(true, Runnable::run);
        assertThat(reports).hasValue(0);
    }
}
