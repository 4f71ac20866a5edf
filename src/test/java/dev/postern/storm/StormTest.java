package dev.postern.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small storm. The whole one is {@code src/bench/run storm}. */
class StormTest {
    @Test
    void aStormSignsNobodyOutAndLetsNobodyBackInAndForksNoChain(@TempDir Path folder) throws Exception {
        Report report = Storm.run(Plan.small(Duration.ofSeconds(6)), folder);
        String all = String.join("\n", report.lines());
        assertThat(report.tally().refreshes.sum()).as(all).isPositive();
        assertThat(report.tally().forks).as(all).isEmpty();
        assertThat(report.tally().wronglySignedOut).as(all).isEmpty();
        assertThat(report.aftermath().problems()).as(all).isEmpty();
        assertThat(report.isRight()).as(all).isTrue();
    }
}
