package dev.postern.local;

import dev.postern.cli.NotFound;
import dev.postern.cli.WrongUsage;
import dev.postern.doctor.AnyCertificate;
import dev.postern.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.HttpsURLConnection;

/** Asks the server on this machine whether it is ready. */
public final class LocalHealth {
    private static final String ANY_ADDRESS = "//(0\\.0\\.0\\.0|\\[::]):";
    private static final int TIMEOUT_MS = 5_000;
    private static final int OK = 200;
    private static final int MOST = 4_096;

    private LocalHealth() {}

    /**
     * Returns if the server is ready.
     *
     * @throws NotFound if it is not, or cannot be reached
     * @throws WrongUsage if the settings do not say its port
     */
    public static void check(Settings.Server server) throws NotFound, WrongUsage {
        if (server.port() == 0) {
            throw new WrongUsage("server.port is 0, so the server's port is not known");
        }
        String own = server.url(server.port()).replaceFirst(ANY_ADDRESS, "//localhost:");
        URI url = URI.create(own + "/health/ready");
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            if (connection instanceof HttpsURLConnection https) {
                trust(https);
            }
            int status = connection.getResponseCode();
            if (status != OK) {
                throw new NotFound("not ready: " + status + " " + body(connection));
            }
        } catch (IOException unreachable) {
            throw new NotFound("the server at " + url + " cannot be reached: " + unreachable.getMessage());
        }
    }

    private static String body(HttpURLConnection connection) throws IOException {
        try (InputStream error = connection.getErrorStream()) {
            return error == null ? "" : new String(error.readNBytes(MOST), StandardCharsets.UTF_8);
        }
    }

    /** Its certificate is for its public name; nothing secret is sent, and the way does not leave the machine. */
    private static void trust(HttpsURLConnection https) throws IOException {
        https.setSSLSocketFactory(AnyCertificate.context().getSocketFactory());
        https.setHostnameVerifier((name, session) -> true);
    }
}
