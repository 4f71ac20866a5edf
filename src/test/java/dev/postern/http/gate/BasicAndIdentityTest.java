package dev.postern.http.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.http.RunningServer;
import dev.postern.http.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** HTTP Basic with a personal token, and the signed token of who sends a request. */
@TestInstance(Lifecycle.PER_CLASS)
class BasicAndIdentityTest {
    private RunningServer server;
    private String bearer;
    private String personal;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.writeString(files.resolve("a.txt"), "a file");
        server = new RunningServer(
                folder,
                "token.algorithm=ES256",
                "server.public-url=http://door.test",
                "server.trusted-proxies=127.0.0.1",
                "group.dav.path=/dav/*",
                "group.dav.files=" + files,
                "group.dav.basic=true",
                "group.dav.identity-token=true",
                "group.plain.path=/plain/*",
                "group.plain.files=" + files,
                "group.boss.path=/boss/*",
                "group.boss.basic=true",
                "group.boss.roles=boss");
        bearer = server.login().path("token").asText();
        personal = server.personalToken(bearer, "{\"name\":\"dav\"}");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String basic(String name, String password) {
        byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private String get(String path, String... headers) throws Exception {
        return server.wire().ask("GET " + path + " HTTP/1.1", headers);
    }

    @Test
    void aPersonalTokenIsTheOwnersPassword() throws Exception {
        assertThat(get("/dav/a.txt", basic("admin", personal))).contains("a file");
        assertThat(get("/dav/a.txt", basic("ADMIN", personal))).contains("a file");
        assertThat(get(
                        "/dav/a.txt",
                        "authorization: bASIC " + basic("admin", personal).substring(21)))
                .contains("a file");
        assertThat(get("/boss/x", basic("admin", personal))).contains("insufficient_role");
    }

    @Test
    void nothingElseIs() throws Exception {
        for (String wrong : List.of(
                basic("tom", personal),
                basic("", personal),
                basic("admin", RunningServer.PASSWORD),
                basic("admin", ""),
                basic("admin", personal + "x"),
                basic("admin", bearer),
                basic("admin:" + personal, ""))) {
            assertThat(get("/dav/a.txt", wrong)).contains("401 Unauthorized", "invalid_token");
        }
        for (String unreadable :
                List.of("Authorization: Basic", "Authorization: Basic ###", "Authorization: Basic YWRtaW4=")) {
            assertThat(get("/dav/a.txt", unreadable)).contains("missing_token");
        }
        assertThat(Wire.status(get("/dav/a.txt", basic("admin", personal), basic("admin", personal))))
                .isEqualTo(400);
    }

    @Test
    void itIsOfferedToProgramsAlone() throws Exception {
        assertThat(get("/dav/a.txt")).contains("WWW-Authenticate: Bearer realm=\"postern\", Basic realm=\"postern\"");
        assertThat(get("/dav/a.txt", basic("admin", "wrong"))).contains("error=\"invalid_token\", Basic realm=");
        assertThat(get("/dav/a.txt", "Sec-Fetch-Mode: cors"))
                .contains("Bearer realm")
                .doesNotContain("Basic realm");
        assertThat(get("/dav/a.txt", "Accept: text/html"))
                .contains("303 See Other")
                .doesNotContain("Basic realm");
        assertThat(get("/plain/a.txt")).contains("Bearer realm").doesNotContain("Basic realm");
    }

    @Test
    void inEveryOtherGroupTheHeaderBelongsToTheApplication() throws Exception {
        assertThat(get("/plain/a.txt", basic("admin", personal))).contains("missing_token");
        assertThat(get("/me", basic("admin", personal))).contains("missing_token");
        assertThat(get("/plain/a.txt", basic("app", "s"), "X-Postern-Token: " + personal))
                .contains("a file");
    }

    /** A browser may add both by itself. */
    @Test
    void aBasicHeaderHidesNoCookieFromTheCheckOfWhereARequestComesFrom() throws Exception {
        String cookie = server.cookie("localhost");
        assertThat(get("/me", cookie, basic("admin", personal))).contains("\"username\":\"admin\"");
        assertThat(server.wire()
                        .ask(
                                "DELETE /me/sessions/x HTTP/1.1",
                                cookie,
                                basic("admin", personal),
                                "Sec-Fetch-Site: cross-site"))
                .contains("cross_site");
        assertThat(get("/dav/a.txt", cookie, cookie, basic("admin", personal))).contains("a file");
        assertThat(Wire.status(get("/plain/a.txt", cookie, cookie, basic("admin", personal))))
                .isEqualTo(400);
    }

    private String forwarded(String path) throws Exception {
        return get(
                "/forward-auth",
                "Authorization: Bearer " + bearer,
                "X-Forwarded-Method: GET",
                "X-Forwarded-Host: app.test",
                "X-Forwarded-Uri: " + path);
    }

    @Test
    void anApplicationCanVerifyWhoSendsARequest() throws Exception {
        String text = forwarded("/dav/x").replaceFirst("(?s).*X-Auth-Token: ([^\\r]*).*", "$1");
        SignedJWT token = SignedJWT.parse(text);
        JWKSet keys = JWKSet.parse(
                server.send(server.request("/.well-known/jwks.json")).body());
        assertThat(token.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(token.getHeader().getType()).hasToString("identity+jwt");
        JsonNode claims = new ObjectMapper().readTree(token.getPayload().toString());
        assertThat(claims.path("iss").asText()).isEqualTo("http://door.test");
        assertThat(claims.path("aud").asText()).isEqualTo("dav");
        assertThat(claims.path("username").asText()).isEqualTo("admin");
        assertThat(claims.path("roles")).hasToString("[\"admin\"]");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(60);
        assertThat(server.get("/me", text).statusCode())
                .as("it is no access token")
                .isEqualTo(401);
        assertThat(forwarded("/plain/x").lines().map(String::strip)).contains("X-Auth-Token:");
    }
}
