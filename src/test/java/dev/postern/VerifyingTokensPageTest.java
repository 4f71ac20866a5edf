package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services on the page about verifying tokens, as they are written there, check tokens and heed their ends. */
class VerifyingTokensPageTest {
    private static final Path PAGE = Path.of("docs", "verifying-tokens.md");

    /** What stands around the page's class: it is asked about each line of the input. */
    private static final String JAVA = """
            import com.nimbusds.jose.*;
            import com.nimbusds.jose.jwk.source.*;
            import com.nimbusds.jose.proc.*;
            import com.nimbusds.jwt.*;
            import com.nimbusds.jwt.proc.*;
            import java.net.*;
            import java.net.http.*;
            import java.net.http.HttpResponse.BodyHandlers;
            import java.util.*;
            import java.util.concurrent.*;

            public class Probe {
                public static void main(String[] args) throws Exception {
                    TokenCheck check = new TokenCheck();
                    while (!check.update(0)) continue;
                    Thread follower = new Thread(() -> {
                        try {
                            while (true) check.update(30);
                        } catch (Exception ended) {
                            ended.printStackTrace();
                        }
                    });
                    follower.setDaemon(true);
                    follower.start();
                    Scanner tokens = new Scanner(System.in);
                    while (tokens.hasNextLine()) {
                        try {
                            System.out.println("{\\"sub\\":\\"" + check.check(tokens.nextLine()).getSubject() + "\\"}");
                        } catch (Exception refused) {
                            System.out.println("{\\"refused\\":\\"" + refused.getMessage().replace('"', ' ') + "\\"}");
                        }
                    }
                }
            }

            """;

    @TempDir
    private Path folder;

    private static String onThePage(String mark) throws Exception {
        Matcher block = Pattern.compile("<!-- " + mark + " -->\\R```\\w+\\R(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    @Test
    void onNode(@TempDir Path scripts) throws Exception {
        Node node = Node.install(scripts);
        node.write("check.mjs", onThePage("node"));
        try (IssuingServer server = new IssuingServer(folder, "ES256")) {
            String over = overAfterManyOthers(server);
            try (Answering service = node.startAnswering("probe.mjs", List.of(server.url))) {
                assertThat(refusal(service.ask(over))).isEqualTo("revoked");
                heedsEnds(server, service);
            }
        }
    }

    @Test
    void onJava(@TempDir Path sources) throws Exception {
        Path source = Files.writeString(sources.resolve("Probe.java"), JAVA + onThePage("java"));
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
        try (IssuingServer server = new IssuingServer(folder, "ES256")) {
            String over = overAfterManyOthers(server);
            java.environment().put("POSTERN", server.url);
            java.redirectError(folder.resolve("err.txt").toFile());
            try (Answering service = new Answering(java.start())) {
                assertThat(refusal(service.ask(over))).isEqualTo("revoked");
                heedsEnds(server, service);
            }
        }
    }

    /** A token whose end is not told with the first thousand. */
    private static String overAfterManyOthers(IssuingServer server) throws Exception {
        server.running.revokeTokens(1_000);
        String token = server.personToken();
        end(server, token);
        Await.until("all to be told", () -> {
            JsonNode first = feed(server, 0);
            return first.path("ended").size() == 1_000
                    && feed(server, first.path("seq").asLong()).path("ended").size() == 1;
        });
        return token;
    }

    private static JsonNode feed(IssuingServer server, long since) throws Exception {
        return IssuingServer.claims(server.running
                .send(server.running.request("/revocations?since=" + since))
                .body());
    }

    private static void end(IssuingServer server, String token) throws Exception {
        server.running.send(server.running
                .request("/logout")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody()));
    }

    private static void heedsEnds(IssuingServer server, Answering service) throws Exception {
        String leaving = server.personToken();
        String staying = server.personToken();
        String secret = server.running.addClient("reports");
        String clients = server.running.clientToken("reports", secret);
        String admin = IssuingServer.claims(staying).get("sub").asText();
        assertThat(service.ask(leaving).path("sub").asText()).isEqualTo(admin);
        assertThat(service.ask(clients).path("sub").asText()).isEqualTo("reports");
        assertThat(refusal(service.ask(IssuingServer.tamper(staying)))).isNotEmpty();
        assertThat(refusal(service.ask(server.running
                        .send(server.running.request("/revocations"))
                        .body())))
                .isNotEmpty();

        end(server, leaving);
        server.running.send(server.running.form("/oauth/revoke", "token=" + clients));
        for (String over : List.of(leaving, clients)) {
            Await.until("the end to be heeded", () -> refusal(service.ask(over)).equals("revoked"));
        }
        assertThat(service.ask(staying).path("sub").asText()).isEqualTo(admin);

        server.run("user", "roles", "admin", "admin", "reader");
        Await.until(
                "other roles to be heeded", () -> refusal(service.ask(staying)).equals("revoked"));
        assertThat(service.ask(server.personToken()).path("sub").asText()).isEqualTo(admin);
    }

    private static String refusal(JsonNode answer) {
        return answer.path("refused").asText();
    }
}
