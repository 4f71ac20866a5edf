package dev.postern.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser sees when the gate or a route refuses. */
class RefusalPagesTest {
    private static RunningServer server;
    private static Tab tab;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        server = new RunningServer(
                folder,
                "server.public-url=http://door.test",
                "group.docs.path=/docs/*",
                "group.docs.files=" + docs,
                "group.boss.path=/boss/*",
                "group.boss.roles=boss",
                "group.read.path=/read/*",
                "group.read.methods=GET",
                "group.wiki.host=wiki.test",
                "group.wiki.path=/*",
                "group.wiki.roles=boss");
        tab = new Tab(server, "door.test");
        tab.signIn("admin", RunningServer.PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/boss/x, 403, You may not open this page",
        "/docs/none, 404, There is no such page",
        "/none, 404, There is no such page",
        "/docs//x, 400, This address cannot be opened",
        "/.postern/none, 404, There is no such page",
        "/admin/people/none, 404, There is no such page",
        "/admin/events?before=x, 400, This did not work",
    })
    void isAPageWithOneWayOn(String path, int status, String heading) throws Exception {
        Tab.Answer page = tab.load(path);
        assertThat(page.status()).isEqualTo(status);
        assertThat(page.body())
                .contains("<h1>" + heading + "</h1>", "href=\"/dashboard\"")
                .contains("Request <code>" + page.header("X-Request-Id").orElseThrow() + "</code>");
        assertThat(page.body().split("class=\"button\"", -1)).hasSize(2);
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.header("Content-Security-Policy").orElse("")).contains("frame-ancestors 'none'");
        Tab.Answer program = tab.fetch(path, "Accept: */*");
        assertThat(program.status()).isEqualTo(status);
        assertThat(program.header("Content-Type").orElse("")).contains("application/json");
    }

    @Test
    void anotherMethodIsRefusedWithAPage() throws Exception {
        Tab.Answer page = tab.submit("/read/x");
        assertThat(page.status()).isEqualTo(405);
        assertThat(page.header("Allow")).contains("GET, HEAD");
        assertThat(page.body()).contains("This cannot be done here");
        assertThat(tab.submit("/docs/").status()).isEqualTo(405);
    }

    @Test
    void saysWhoIsSignedIn() throws Exception {
        assertThat(tab.load("/boss/x").body()).contains("You are signed in as admin, and none of your roles");
    }

    @Test
    void onAnApplicationsHostTheWayLeadsToTheServersOwn() throws Exception {
        Tab stranger = new Tab(server, "wiki.test");
        assertThat(stranger.submit("/form").body())
                .contains("You are signed out", "href=\"/.postern/start?next=%2F\"", "target=\"_blank\"");
        assertThat(stranger.load("/a//b").body()).contains("href=\"http://door.test/dashboard\"");
    }

    @Test
    void aFormOfSomebodySignedOutIsNotRedirected() throws Exception {
        Tab stranger = new Tab(server, "door.test");
        for (String path : new String[] {"/account/password", "/docs/", "/boss/x", "/admin/people"}) {
            Tab.Answer page = stranger.submit(path, "text", "a long text");
            assertThat(page.status()).as(path).isEqualTo(401);
            assertThat(page.header("Location")).isEmpty();
            assertThat(page.body()).contains("What you sent was not saved, but this tab still has it.");
        }
    }

    @Test
    void aFrameGetsALinkAndMayShowIt() throws Exception {
        Tab stranger = new Tab(server, "door.test");
        Tab.Answer page = stranger.fetch("/docs/a?b", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe");
        assertThat(page.status()).isEqualTo(401);
        assertThat(page.body()).contains("<a class=\"button\" href=\"/docs/a?b\" target=\"_blank\" rel=\"noopener\"");
        assertThat(page.header("Content-Security-Policy").orElse("")).doesNotContain("frame-ancestors");
        assertThat(page.header("Location")).isEmpty();
    }

    @Test
    void aRolelessPersonIsKeptOutOfAdministration() throws Exception {
        String token = server.login().path("token").asText();
        server.as(
                token,
                "POST",
                "/admin/users",
                "{\"username\":\"tom\",\"roles\":[],\"password\":\"seven green lanterns\"}");
        Tab tom = new Tab(server, "door.test");
        tom.signIn("tom", "seven green lanterns");
        String admin = RunningServer.json(server.get("/me", token)).path("id").asText();
        for (String path : new String[] {"/admin/people", "/admin/people/" + admin, "/admin/groups", "/admin/events"}) {
            assertThat(tom.load(path).status()).as(path).isEqualTo(403);
        }
        for (String form : new String[] {"roles", "disable", "enable", "sessions", "setup-link", "remove"}) {
            assertThat(tom.submit("/admin/people/" + admin + "/" + form, "roles", "")
                            .status())
                    .as(form)
                    .isEqualTo(403);
        }
        String session = RunningServer.json(server.get("/me/sessions", token))
                .path("sessions")
                .path(0)
                .path("id")
                .asText();
        assertThat(tom.submit("/account/sessions/" + session + "/end").status()).isEqualTo(303);
        assertThat(server.get("/me", token).statusCode()).isEqualTo(200);
        assertThat(tom.load("/dashboard").body()).contains("You have no roles.").doesNotContain("/admin/people");
    }

    @Test
    void whatPeopleTypeIsShownAsText() throws Exception {
        String evil = "<script>alert(1)</script>\"'&";
        assertThat(tab.submit("/account/tokens", "name", evil, "days", "7").status())
                .isEqualTo(303);
        for (String path : new String[] {
            "/account/tokens",
            "/admin/people?q=%3Cscript%3E%22",
            "/admin/events?user=%3Cscript%3E%22",
            "/admin/groups?url=%3Cscript%3E%22&person=%3Cscript%3E%22&method=GET",
            "/login?next=%22%3E%3Cscript%3E&reason=%3Cscript%3E",
            "/no%22%3E%3Cscript%3E"
        }) {
            assertThat(tab.load(path).body()).as(path).doesNotContain("<script>");
        }
        Tab other = new Tab(server, "door.test");
        other.send(
                "POST",
                "/login",
                "username=admin&password=" + RunningServer.PASSWORD.replace(' ', '+'),
                "User-Agent: <script>alert(1)</script> Firefox/1",
                "Content-Type: application/x-www-form-urlencoded",
                "Origin: http://door.test");
        assertThat(tab.load("/account/sessions").body()).contains("&lt;script>").doesNotContain("<script>a");
    }
}
