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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cookie of a session: how it is set, what it opens, and when it ends. */
class SessionCookieTest {
    private static final String HOST = "door.test";

    @TempDir
    private Path folder;

    private RunningServer server;
    private Tab tab;

    @BeforeEach
    void start() throws Exception {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Files.writeString(docs.resolve("plan.html"), "the plan");
        server = new RunningServer(
                folder,
                "group.docs.path=/docs/*",
                "group.docs.files=" + docs,
                "group.open.path=/open/*",
                "group.open.files=" + docs,
                "group.open.access=public",
                "session.browser-idle=1h");
        tab = new Tab(server, HOST);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String signIn(String... fields) throws Exception {
        return tab.signIn("admin", RunningServer.PASSWORD, fields)
                .header("Set-Cookie")
                .orElseThrow();
    }

    @Test
    void itIsSetForThisHostAloneAndForNoScript() throws Exception {
        String cookie = tab.signIn("admin", RunningServer.PASSWORD)
                .head()
                .lines()
                .filter(line -> line.startsWith("Set-Cookie: postern="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).contains("; Path=/", "; HttpOnly", "; SameSite=Lax").doesNotContain("Domain", "Max-Age");
        assertThat(cookie.length()).isLessThan(200);
    }

    @Test
    void itNeverChanges() throws Exception {
        tab.signIn("admin", RunningServer.PASSWORD);
        String value = tab.cookie("postern").orElseThrow();
        for (String path : new String[] {"/docs/plan.html", "/dashboard", "/account/sessions", "/login"}) {
            server.advance(Duration.ofMinutes(3));
            assertThat(tab.load(path).header("Set-Cookie")).isEmpty();
        }
        assertThat(tab.cookie("postern")).contains(value);
    }

    @Test
    void whoeverWantsToStaySignedInHasItForTheSessionsWholeLife() throws Exception {
        String kept = tab.signIn("admin", RunningServer.PASSWORD, "keep", "on").head();
        assertThat(kept).containsPattern("postern=[^;]+;[^\r]*Max-Age=77(75999|76000)");
        server.advance(Duration.ofDays(20));
        assertThat(tab.load("/docs/plan.html").status()).isEqualTo(200);
    }

    @Test
    void itOpensPagesFilesAndTheApi() throws Exception {
        tab.signIn("admin", RunningServer.PASSWORD);
        assertThat(tab.load("/docs/plan.html").body()).isEqualTo("the plan");
        assertThat(tab.fetch("/docs/plan.html").status()).isEqualTo(200);
        assertThat(tab.fetch("/me").body()).contains("\"username\":\"admin\"");
        assertThat(tab.fetch("/me/sessions").body()).contains("\"current\":true");
        assertThat(tab.fetch("/dashboard").body()).isEqualTo("Hello admin, welcome to dashboard");
        assertThat(tab.load("/dashboard").body()).contains("Hello admin", "Sign out");
    }

    @Test
    void itIsRefusedOnEveryOtherHost() throws Exception {
        tab.signIn("admin", RunningServer.PASSWORD);
        Tab other = new Tab(server, "other.test");
        other.setCookie("postern", tab.cookie("postern").orElseThrow());
        assertThat(other.fetch("/me").status()).isEqualTo(401);
        Tab spelt = new Tab(server, "DOOR.test.:80");
        spelt.setCookie("postern", tab.cookie("postern").orElseThrow());
        assertThat(spelt.fetch("/me").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "\"quoted\"", "é"})
    void whatIsNoCookieOfOursPassesNowhereAndIsNotSetAgain(String value) throws Exception {
        tab.setCookie("postern", value);
        Tab.Answer page = tab.load("/docs/plan.html");
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.location()).isEqualTo("/login?next=%2Fdocs%2Fplan.html");
        assertThat(page.header("Set-Cookie")).isEmpty();
        assertThat(tab.fetch("/me").status()).isEqualTo(401);
        assertThat(tab.fetch("/open/plan.html").status()).isEqualTo(200);
    }

    @Test
    void anAlteredOneIsRefused() throws Exception {
        tab.signIn("admin", RunningServer.PASSWORD);
        String value = tab.cookie("postern").orElseThrow();
        for (int i = 0; i < value.length(); i += 7) {
            char other = value.charAt(i) == 'A' ? 'B' : 'A';
            tab.setCookie("postern", value.substring(0, i) + other + value.substring(i + 1));
            assertThat(tab.fetch("/me").status()).as("at " + i).isEqualTo(401);
        }
    }

    @Test
    void sentTwiceItNeverPasses() throws Exception {
        tab.signIn("admin", RunningServer.PASSWORD);
        String value = tab.cookie("postern").orElseThrow();
        tab.setCookie("postern", value + "; postern=" + value);
        assertThat(tab.fetch("/me").body()).contains("invalid_request", "Cookie");
        assertThat(tab.fetch("/open/plan.html").status()).isEqualTo(400);
        Tab.Answer page = tab.load("/docs/plan.html");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("two sign-ins", "Delete the cookies");
        tab.forgetCookies();
        assertThat(tab.fetch("/me", "Cookie: postern=" + value, "Cookie: postern=" + value)
                        .status())
                .isEqualTo(400);
        assertThat(tab.fetch("/me", "Cookie: a=b; xpostern=1;postern=" + value + "; postern2=c")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTokenInAHeaderGoesBeforeIt() throws Exception {
        tab.signIn("admin", RunningServer.PASSWORD);
        assertThat(tab.fetch("/me", "Authorization: Bearer x").status()).isEqualTo(401);
        assertThat(tab.fetch("/me", "X-Postern-Token: x").status()).isEqualTo(401);
        assertThat(tab.fetch("/me", "Authorization: Basic eA==").status()).isEqualTo(200);
    }

    @Test
    void itIsNoBearerToken() throws Exception {
        tab.signIn("admin", RunningServer.PASSWORD);
        String value = tab.cookie("postern").orElseThrow();
        tab.forgetCookies();
        assertThat(tab.fetch("/me", "Authorization: Bearer " + value).status()).isEqualTo(401);
    }

    @Test
    void unusedItEndsAfterTheIdleTime() throws Exception {
        signIn();
        server.advance(Duration.ofMinutes(59));
        assertThat(tab.fetch("/me").status()).isEqualTo(200);
        server.advance(Duration.ofMinutes(59));
        assertThat(tab.fetch("/me").status()).isEqualTo(200);
        server.advance(Duration.ofMinutes(61));
        assertThat(tab.fetch("/me").status()).isEqualTo(401);
        Tab.Answer page = tab.load("/docs/plan.html");
        assertThat(page.location()).endsWith("&reason=expired");
        assertThat(tab.load(page.location()).body()).contains("has expired");
    }

    @Test
    void anEndedSessionIsDeadAtOnceAndThePageSaysWhy() throws Exception {
        signIn();
        Tab elsewhere = new Tab(server, HOST);
        elsewhere.signIn("admin", RunningServer.PASSWORD);
        assertThat(elsewhere.submit("/account/sessions").location()).isEqualTo("/account/sessions");
        assertThat(elsewhere.load("/account/sessions").body()).contains("1 other sign-in has been ended");
        assertThat(tab.fetch("/me").status()).isEqualTo(401);
        Tab.Answer page = tab.load("/docs/plan.html");
        assertThat(page.location()).endsWith("&reason=ended");
        assertThat(tab.load(page.location()).body()).contains("was ended");
        assertThat(elsewhere.fetch("/me").status()).isEqualTo(200);
    }

    @Test
    void changedRolesCountAtOnce() throws Exception {
        signIn();
        String id = RunningServer.json(
                        server.get("/me", server.login().path("token").asText()))
                .path("id")
                .asText();
        assertThat(tab.submit("/admin/people/" + id + "/roles", "roles", "admin editor")
                        .status())
                .isEqualTo(303);
        assertThat(tab.fetch("/me").body()).contains("\"roles\":[\"admin\",\"editor\"]");
    }

    @Test
    void signingOutIsForGood() throws Exception {
        signIn();
        String value = tab.cookie("postern").orElseThrow();
        Tab.Answer out = tab.submit("/logout");
        assertThat(out.status()).isEqualTo(303);
        assertThat(out.location()).isEqualTo("/login?reason=signed-out");
        assertThat(out.header("Clear-Site-Data")).contains("\"cache\"");
        assertThat(tab.cookie("postern")).isEmpty();
        assertThat(tab.load(out.location()).body()).contains("You are signed out.");
        tab.setCookie("postern", value);
        assertThat(tab.fetch("/me").status()).isEqualTo(401);
        assertThat(tab.submit("/logout").status()).isEqualTo(303);
    }

    @Test
    void aScriptOfAPageSignsOutAsWell() throws Exception {
        signIn();
        assertThat(tab.send("POST", "/logout", "", "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(204);
        assertThat(tab.fetch("/me").status()).isEqualTo(401);
    }

    @Test
    void aBrowserHasOneSession() throws Exception {
        signIn();
        signIn();
        assertThat(tab.load("/account/sessions").body()).contains("You are signed in only here.");
    }

    @Test
    void aFreshSignInWithoutItsCookieIsToldWhyInsteadOfAnotherTurn() throws Exception {
        Tab.Answer signedIn = tab.signIn("admin", RunningServer.PASSWORD, "next", "/docs/plan.html");
        tab.forgetCookies();
        Tab.Answer page = tab.load(signedIn.location());
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("Your browser did not stay signed in", "Allow cookies");
    }

    @Test
    void behindHttpsItIsForHttpsAlone() throws Exception {
        server.close();
        server = new RunningServer(folder, "server.public-url=https://door.test");
        tab = new Tab(server, HOST);
        Tab.Answer signedIn = tab.signIn("admin", RunningServer.PASSWORD);
        assertThat(signedIn.head()).containsPattern("Set-Cookie: __Host-postern=[^\r]*; Secure\r");
        assertThat(tab.fetch("/me").status()).isEqualTo(200);
        String value = tab.cookie("__Host-postern").orElseThrow();
        tab.forgetCookies();
        tab.setCookie("postern", value);
        assertThat(tab.fetch("/me").status())
                .as("a network attacker could set this one")
                .isEqualTo(401);
        assertThat(tab.load(signedIn.location()).body()).contains("opened with http://", "https://door.test/login");
    }

    @Test
    void aDomainsHostsShareIt() throws Exception {
        server.close();
        server = new RunningServer(
                folder,
                "server.public-url=http://door.example.org",
                "cookie.domain=example.org",
                "group.wiki.host=wiki.example.org, wiki.test",
                "group.wiki.path=/*");
        tab = new Tab(server, "door.example.org");
        assertThat(signIn("next", "http://wiki.example.org/a")).isNotEmpty();
        assertThat(tab.load("/login?next=http%3A%2F%2Fwiki.example.org%2Fa").location())
                .isEqualTo("http://wiki.example.org/a");
        String value = tab.cookie("postern").orElseThrow();
        Tab wiki = new Tab(server, "wiki.example.org");
        assertThat(wiki.load("/a?b").location())
                .isEqualTo("http://door.example.org/login?next=http%3A%2F%2Fwiki.example.org%2Fa%3Fb");
        wiki.setCookie("postern", value);
        assertThat(wiki.fetch("/a").status()).isEqualTo(404);
        Tab outside = new Tab(server, "wiki.test");
        outside.setCookie("postern", value);
        assertThat(outside.fetch("/a").status()).isEqualTo(401);
        Tab.Answer start = outside.load("/a");
        assertThat(start.location()).isEqualTo("/.postern/start?next=%2Fa");
    }

    @Test
    void aFormWithABearerTokenSignsThatOut() throws Exception {
        String token = server.login().path("token").asText();
        Tab.Answer out = tab.send(
                "POST",
                "/logout",
                "",
                "Authorization: Bearer " + token,
                "Content-Type: application/x-www-form-urlencoded");
        assertThat(out.status()).isEqualTo(303);
        assertThat(server.get("/me", token).statusCode()).isEqualTo(401);
    }

    @Test
    void whatIsShownOnceIsNotLostToAHeadOrAPrefetch() throws Exception {
        signIn();
        assertThat(tab.submit("/account/tokens", "name", "backup", "days", "7").status())
                .isEqualTo(303);
        assertThat(tab.send("HEAD", "/account/tokens", "").header("Set-Cookie")).isEmpty();
        assertThat(tab.load("/account/tokens", "Sec-Purpose: prefetch").body()).doesNotContain("pst_");
        assertThat(tab.load("/account/tokens").body()).contains("pst_");
        assertThat(tab.load("/account/tokens").body()).doesNotContain("pst_");
        assertThat(tab.submit("/account/tokens", "name", "other", "days", "7").status())
                .isEqualTo(303);
        server.advance(Duration.ofSeconds(60));
        assertThat(tab.load("/account/tokens").body()).doesNotContain("pst_");
    }

    @Test
    void aNoticeIsForItsOwnSessionAlone() throws Exception {
        signIn();
        tab.submit("/account/tokens", "name", "backup", "days", "7");
        Tab other = new Tab(server, HOST);
        other.signIn("admin", RunningServer.PASSWORD);
        other.setCookie("postern_notice", tab.cookie("postern_notice").orElseThrow());
        assertThat(other.load("/account/tokens").body()).doesNotContain("pst_");
    }

    @Test
    void aPersonsEventsAreLinkedWhateverTheName() throws Exception {
        signIn();
        String person =
                tab.submit("/admin/people", "username", "cy+x@y", "roles", "").location();
        assertThat(tab.load(person).body()).contains("href=\"/admin/events?user=cy%2Bx%40y\"");
    }
}
