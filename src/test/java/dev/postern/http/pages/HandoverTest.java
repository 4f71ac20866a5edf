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

/** Signing in on the host of an application. */
class HandoverTest {
    @TempDir
    private Path folder;

    private RunningServer server;
    private Tab door;
    private Tab wiki;

    @BeforeEach
    void start() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.writeString(files.resolve("page"), "a page");
        Files.writeString(files.resolve("dashboard"), "the application's own");
        server = new RunningServer(
                folder,
                "server.public-url=http://door.test",
                "group.wiki.host=wiki.test, git.test",
                "group.wiki.path=/*",
                "group.wiki.files=" + files);
        door = new Tab(server, "door.test");
        wiki = new Tab(server, "wiki.test");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String path(String url) {
        return url.replaceFirst("^http://[^/]+", "");
    }

    /** From a page of the application to the code that comes back, by somebody who is signed in. */
    private String code(Tab application, String page) throws Exception {
        Tab.Answer start = application.load(application.load(page).location());
        assertThat(start.location()).startsWith("http://door.test/login?next=http%3A%2F%2F");
        return door.load(path(start.location())).location();
    }

    @Test
    void eachHostGetsACookieOfItsOwn() throws Exception {
        Tab.Answer asked = wiki.load("/page?x=y");
        assertThat(asked.location()).isEqualTo("/.postern/start?next=%2Fpage%3Fx%3Dy");
        assertThat(asked.header("Set-Cookie")).isEmpty();
        Tab.Answer start = wiki.load(asked.location());
        assertThat(start.status()).isEqualTo(303);
        String login = path(start.location());
        assertThat(door.load(login).body()).contains("to continue to <strong>wiki.test</strong>");
        String state = login.replaceFirst(".*&state=", "");
        Tab.Answer signedIn =
                door.signIn("admin", RunningServer.PASSWORD, "next", "http://wiki.test/page?x=y", "state", state);
        String enter = door.load(signedIn.location()).location();
        assertThat(enter).startsWith("http://wiki.test/.postern/enter?code=");
        Tab.Answer entered = wiki.load(path(enter));
        assertThat(wiki.load(entered.location()).location()).isEqualTo("/page?x=y");
        assertThat(wiki.load("/page?x=y").body()).isEqualTo("a page");
        assertThat(wiki.cookie("postern_state")).isEmpty();

        String cookie = wiki.cookie("postern").orElseThrow();
        assertThat(cookie).isNotEqualTo(door.cookie("postern").orElseThrow());
        door.setCookie("postern", cookie);
        assertThat(door.fetch("/me").status()).isEqualTo(401);
    }

    @Test
    void theSessionIsOneAndEndsOnAllHosts() throws Exception {
        door.signIn("admin", RunningServer.PASSWORD);
        wiki.load(path(code(wiki, "/page")));
        assertThat(wiki.load("/page").status()).isEqualTo(200);
        assertThat(door.load("/account/sessions").body()).contains("signed in only here");
        door.submit("/logout");
        assertThat(wiki.fetch("/page").status()).isEqualTo(401);
    }

    @Test
    void anApplicationsOwnDashboardIsKept() throws Exception {
        door.signIn("admin", RunningServer.PASSWORD);
        assertThat(wiki.load(wiki.load(path(code(wiki, "/dashboard"))).location())
                        .location())
                .isEqualTo("/dashboard");
        assertThat(wiki.load("/dashboard").body()).isEqualTo("the application's own");
    }

    @Test
    void aCodeIsGoodOnceForItsBrowserHostAndPageAndForThirtySeconds() throws Exception {
        door.signIn("admin", RunningServer.PASSWORD);
        String code = code(wiki, "/page");
        Tab victim = new Tab(server, "wiki.test");
        assertThat(victim.load(path(code)).status()).as("no state").isEqualTo(400);
        victim.load("/.postern/start?next=/page");
        Tab.Answer again = victim.load(path(code));
        assertThat(again.location()).as("another state").isEqualTo("/.postern/start?next=%2Fpage");
        assertThat(victim.cookie("postern")).isEmpty();
        wiki.load(path(code));
        assertThat(wiki.cookie("postern")).as("it was shown before").isEmpty();
        wiki = new Tab(server, "wiki.test");
        code = code(wiki, "/page");
        Tab git = new Tab(server, "git.test");
        git.setCookie("postern_state", wiki.cookie("postern_state").orElseThrow());
        git.load(path(code));
        assertThat(git.cookie("postern")).as("another host").isEmpty();
        wiki = new Tab(server, "wiki.test");
        wiki.load(path(code(wiki, "/page")).replace("next=%2Fpage", "next=%2Fother"));
        assertThat(wiki.cookie("postern")).as("another page").isEmpty();

        wiki = new Tab(server, "wiki.test");
        String late = code(wiki, "/page");
        server.advance(Duration.ofSeconds(31));
        wiki.load(path(late));
        assertThat(wiki.cookie("postern")).as("too late").isEmpty();

        wiki = new Tab(server, "wiki.test");
        String good = code(wiki, "/page");
        String state = wiki.cookie("postern_state").orElseThrow();
        wiki.load(path(good));
        assertThat(wiki.cookie("postern")).isPresent();
        wiki.forgetCookies();
        wiki.setCookie("postern_state", state.replace(".again", ""));
        wiki.load(path(good));
        assertThat(wiki.cookie("postern")).as("twice").isEmpty();
    }

    @Test
    void whatFailsTwiceEndsInAPage() throws Exception {
        wiki.load("/.postern/start?next=/page");
        assertThat(wiki.load("/.postern/enter?code=x&next=/page").location()).startsWith("/.postern/start");
        Tab.Answer second = wiki.load("/.postern/enter?code=x&next=/page");
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.body()).contains("did not stay signed in", "href=\"/page\"");
    }

    @Test
    void aCookieThatDoesNotArriveEndsInAPage() throws Exception {
        door.signIn("admin", RunningServer.PASSWORD);
        String entered = wiki.load(path(code(wiki, "/page"))).location();
        wiki.forgetCookies();
        Tab.Answer lost = wiki.load(entered);
        assertThat(lost.status()).isEqualTo(400);
        assertThat(lost.body()).contains("did not stay signed in");
        wiki = new Tab(server, "wiki.test");
        String again = wiki.load(path(code(wiki, "/page"))).location();
        assertThat(wiki.load(again, "Authorization: Bearer of-another-kind").status())
                .isEqualTo(400);
    }

    @Test
    void nothingButAPageLoadGetsACookieOrIsSentElsewhere() throws Exception {
        for (String path : new String[] {"/.postern/start?next=/page", "/.postern/enter?code=x&next=/page"}) {
            for (String header : new String[] {"Accept: */*", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: image"}) {
                Tab.Answer answer = wiki.fetch(path, header);
                assertThat(answer.status()).as(path + " " + header).isEqualTo(401);
                assertThat(answer.header("Set-Cookie")).isEmpty();
                assertThat(answer.header("Location")).isEmpty();
            }
        }
    }

    @Test
    void theReasonOfTheLastEndIsToldOnTheWay() throws Exception {
        door.signIn("admin", RunningServer.PASSWORD);
        wiki.load(path(code(wiki, "/page")));
        door.submit("/logout");
        Tab.Answer start = wiki.load(wiki.load("/page").location());
        assertThat(door.load(path(start.location())).body()).contains("Your last sign-in was ended");
    }

    @Test
    void manyTabsShareOneState() throws Exception {
        wiki.load("/.postern/start?next=/page");
        String state = wiki.cookie("postern_state").orElseThrow();
        wiki.load("/.postern/start?next=/other");
        assertThat(wiki.cookie("postern_state")).contains(state);
    }

    @Test
    void noneOfItLeadsElsewhere() throws Exception {
        door.signIn("admin", RunningServer.PASSWORD);
        wiki.load(path(code(wiki, "/page")));
        for (String next : new String[] {"//evil.test", "http://evil.test/", "http://git.test/page", "/\\evil.test"}) {
            assertThat(wiki.load("/.postern/start?next=" + next).location()).isEqualTo("/");
            assertThat(wiki.load("/.postern/enter?code=x&next=" + next).location())
                    .isEqualTo("/");
        }
        assertThat(door.load("/.postern/start?next=//evil.test").location()).isEqualTo("/login?next=%2F");
    }

    @Test
    void withoutAPublicUrlThePageSaysWhatIsMissing() throws Exception {
        server.close();
        server = new RunningServer(folder, "group.wiki.host=wiki.test", "group.wiki.path=/*");
        wiki = new Tab(server, "wiki.test");
        Tab.Answer answer = wiki.load(wiki.load("/page").location());
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("server.public-url");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }
}
