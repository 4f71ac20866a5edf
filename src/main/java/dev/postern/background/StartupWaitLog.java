package dev.postern.background;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what a start waits for: at once, and then every ten seconds. For one thread. */
public final class StartupWaitLog {
    private static final Logger LOG = LoggerFactory.getLogger("postern");
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(10);

    private long nextAt = System.nanoTime();

    public void log(String why) {
        if (System.nanoTime() - nextAt >= 0) {
            LOG.warn("{}; waiting for it", why);
            nextAt = System.nanoTime() + PAUSE_NS;
        }
    }
}
