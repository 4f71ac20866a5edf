package dev.postern.background;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies systemd when the server is ready ({@code Type=notify}, sd_notify(3)); does nothing without systemd. */
public final class SystemdNotify {
    private static final Logger LOG = LoggerFactory.getLogger("postern");
    private static final int PATIENCE_S = 5;

    private SystemdNotify() {}

    /** By systemd's own program: Java has no datagrams on Unix sockets. */
    public static void ready(Map<String, String> environment) {
        if (environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty()) {
            return;
        }
        try {
            Process notify = new ProcessBuilder("systemd-notify", "--ready")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!notify.waitFor(PATIENCE_S, TimeUnit.SECONDS) || notify.exitValue() != 0) {
                LOG.warn("systemd-notify failed, so systemd may not notice that the server is ready");
            }
        } catch (IOException missing) {
            LOG.warn("systemd-notify cannot be run, so systemd does not notice that the server is ready");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
