package dev.postern.http.gate;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once if a proxy says that people use HTTP, but the server's own URL is HTTPS: one of them is wrong. */
final class SchemeWarning {
    private static final Logger LOG = LoggerFactory.getLogger("postern.gate");

    private final boolean publicHttps;
    private final Runnable report;
    private final AtomicBoolean reported = new AtomicBoolean();

    /** @param publicHttps whether people reach the server by HTTPS, as the settings say */
    SchemeWarning(boolean publicHttps) {
        this(publicHttps, SchemeWarning::log);
    }

    SchemeWarning(boolean publicHttps, Runnable report) {
        this.publicHttps = publicHttps;
        this.report = report;
    }

    /**
     * Compares the settings with what a proxy says.
     *
     * @param pool writes the log, for which the caller cannot wait
     */
    void check(boolean https, Executor pool) {
        if (publicHttps && !https && reported.compareAndSet(false, true)) {
            pool.execute(report);
        }
    }

    private static void log() {
        LOG.warn(
                "a proxy says that a request came by HTTP, but server.public-url begins with https://; let the proxy send"
                        + " X-Forwarded-Proto as its client used it, or correct server.public-url");
    }
}
