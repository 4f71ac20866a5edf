package dev.postern.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sign-in page in all its states. */
class LoginPageTest {
    @TempDir
    private Path folder;

    private RunningServer server;
    private Tab tab;

    @BeforeEach
    void start() throws Exception {
        Path logo = Files.writeString(folder.resolve("logo.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        server = new RunningServer(
                folder,
                "login.attempts=3",
                "login.window=15m",
                "page.title=Tom & Ann's <Tools>",
                "page.logo=" + logo,
                "page.help=Ask Ann <ann@example.org>");
        tab = new Tab(server, "door.test");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itHasOneFormThatPasswordManagersKnow() throws Exception {
        Tab.Answer page = tab.load("/login");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("<form method=\"post\" action=\"/login\"", "autocomplete=\"username\"", "type=\"password\"")
                .contains("autocomplete=\"current-password\"", "name=\"keep\"", "Tom &amp; Ann")
                .contains("Ask Ann &lt;ann@example.org&gt;", "<img src=\"/.postern/logo\"")
                .doesNotContain("to continue to", "<Tools>");
        assertThat(page.header("Set-Cookie")).isEmpty();
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.header("Referrer-Policy")).contains("same-origin");
        assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.header("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
                .doesNotContain("unsafe");
        Tab.Answer head = tab.send("HEAD", "/login", "", "Accept: text/html");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void whatItLoadsIsKeptByBrowsers() throws Exception {
        String page = tab.load("/login").body();
        for (String file : new String[] {"style.css", "page.js"}) {
            String path = page.replaceFirst("(?s).*\"(/.postern/" + file + "\\?v=[^\"]+)\".*", "$1");
            Tab.Answer loaded = tab.fetch(path);
            assertThat(loaded.status()).as(path).isEqualTo(200);
            assertThat(loaded.header("Cache-Control").orElse("")).contains("immutable");
        }
        Tab.Answer logo = tab.fetch("/.postern/logo");
        assertThat(logo.header("Content-Type")).contains("image/svg+xml");
        assertThat(logo.header("Content-Security-Policy").orElse("")).contains("sandbox");
    }

    @Test
    void aWrongPasswordKeepsTheName() throws Exception {
        Tab.Answer page =
                tab.submit("/login", "username", "ann\"<b>", "password", "s3cret", "keep", "on", "next", "/docs/");
        assertThat(page.status()).isEqualTo(401);
        assertThat(page.header("WWW-Authenticate")).isPresent();
        assertThat(page.body())
                .contains("value=\"ann&#34;&lt;b>\"", "The name or the password is wrong.", "aria-invalid=\"true\"")
                .contains("name=\"keep\" checked", "value=\"/docs/\"")
                .doesNotContain("s3cret");
    }

    @Test
    void tooManyWrongPasswordsAreToldInMinutes() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(tab.signIn("admin", "wrong").status()).isEqualTo(401);
        }
        Tab.Answer page = tab.signIn("admin", RunningServer.PASSWORD);
        assertThat(page.status()).isEqualTo(429);
        assertThat(page.header("Retry-After")).isPresent();
        assertThat(page.body()).contains("Too many wrong passwords. Try again in 15 minutes.", "value=\"admin\"");
        server.advance(Duration.ofMinutes(15));
        assertThat(tab.signIn("admin", RunningServer.PASSWORD).status()).isEqualTo(303);
    }

    @Test
    void aDisabledPersonIsToldNothingElse() throws Exception {
        String wrong = tab.signIn("nobody", RunningServer.PASSWORD).body();
        server.execute("UPDATE users SET disabled = 1");
        assertThat(tab.signIn("admin", RunningServer.PASSWORD).body()).isEqualTo(wrong.replace("nobody", "admin"));
    }

    @Test
    void aSpaceThatAPhoneAddsBehindTheNameDoesNotMatter() throws Exception {
        assertThat(tab.signIn("admin ", RunningServer.PASSWORD).status()).isEqualTo(303);
    }

    @Test
    void aFormThatIsNoneIsRefused() throws Exception {
        assertThat(tab.submit("/login", "username", "admin").status()).isEqualTo(400);
        assertThat(tab.submit("/login", "username", "a", "username", "b", "password", "c")
                        .status())
                .isEqualTo(400);
        assertThat(tab.submit("/login", "username", "a\u0000", "password", "c").body())
                .contains("control characters");
        assertThat(tab.submit("/login", "username", "a".repeat(70_000), "password", "c")
                        .status())
                .isEqualTo(413);
        Tab.Answer other = tab.send(
                "POST",
                "/login",
                "x",
                "Content-Type: multipart/form-data; boundary=x",
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Mode: navigate");
        assertThat(other.status()).isEqualTo(415);
    }
}
