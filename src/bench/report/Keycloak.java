package dev.postern.bench.report;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keycloak with one realm, one public client and one person, as its development mode starts it. */
final class Keycloak implements AutoCloseable {
    private static final int PORT = 7383;
    private static final String TOKEN_PATH = "/realms/bench/protocol/openid-connect/token";
    private static final String FORM = "application/x-www-form-urlencoded";

    private static final String REALM = """
            {"realm": "bench", "enabled": true, "revokeRefreshToken": true, "sslRequired": "none",
             "clients": [{"clientId": "bench", "enabled": true, "publicClient": true, "directAccessGrantsEnabled": true}],
             "users": [{"username": "ann", "enabled": true, "email": "ann@example.org", "emailVerified": true,
               "firstName": "Ann", "lastName": "Example", "credentials": [{"type": "password", "value": "secret"}]}]}
            """;

    private final Peer peer;

    private Keycloak(Peer peer) {
        this.peer = peer;
    }

    /** @param home the folder into which Keycloak's archive was unpacked */
    static Keycloak start(Path home, Path folder) throws Exception {
        Path realms = Files.createDirectories(home.resolve("data/import"));
        Files.writeString(realms.resolve("bench-realm.json"), REALM);
        Peer peer = Peer.start(folder, PORT, Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        "admin", "KC_LOG_LEVEL", "warn"),
                List.of(home.resolve("bin/kc.sh").toString(), "start-dev", "--http-host=127.0.0.1", "--http-port=" + PORT,
                        "--import-realm"));
        return new Keycloak(peer.await("/realms/bench", 200));
    }

    /** Refreshes a second by 16 sessions. */
    double refreshes(Path file, int seconds) throws IOException, InterruptedException {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            HttpResponse<String> response = Http.post(peer.url() + TOKEN_PATH, FORM,
                    "grant_type=password&client_id=bench&username=ann&password=secret");
            tokens.add(Http.field(response, "refresh_token"));
        }
        return LoginCases.refreshes(file, tokens, seconds, TOKEN_PATH, FORM,
                        "grant_type=refresh_token&client_id=bench&refresh_token=%s", peer.url())
                .rate();
    }

    @Override
    public void close() {
        peer.close();
    }
}
