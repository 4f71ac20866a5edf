package dev.postern.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import com.sun.net.httpserver.HttpServer;
import dev.postern.TestCertificates;
import dev.postern.http.RunningServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People in a real browser. */
class BrowserTest {
    private static Chromium chromium;

    @TempDir
    private Path folder;

    private Site site;
    private final List<BrowserContext> people = new ArrayList<>();

    @BeforeAll
    static void startBrowser(@TempDir Path driver) throws Exception {
        chromium = Chromium.start(driver);
    }

    @AfterAll
    static void stopBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        site = new Site(folder);
    }

    @AfterEach
    void stop() {
        people.forEach(BrowserContext::close);
        site.close();
    }

    private BrowserContext person() {
        return keep(chromium.person());
    }

    private BrowserContext keep(BrowserContext person) {
        people.add(person);
        return person;
    }

    private static String heading(Page page) {
        return page.textContent("h1").strip();
    }

    /** Goes back. Chromium refuses to while it replaces one page by the next, so that page is waited for. */
    private static void back(Page page) {
        page.waitForLoadState();
        page.goBack();
    }

    /** A browser moves the focus when it first paints, which on a busy machine is after the page has loaded. */
    private static void waitForFocus(Page page, String id) {
        page.waitForSelector("#" + id + ":focus");
    }

    @Test
    void somebodySignsInToAPageAndOutAgain() {
        Page page = person().newPage();
        page.navigate(site.at("/docs/"));
        assertThat(heading(page)).isEqualTo("Sign in");
        assertThat(page.textContent(".help")).contains("Ask Ann");
        waitForFocus(page, "username");
        Site.signIn(page, "admin", "wrong");
        assertThat(page.inputValue("#username")).isEqualTo("admin");
        assertThat(page.inputValue("#password")).isEmpty();
        waitForFocus(page, "password");
        assertThat(page.getAttribute("#password", "aria-describedby")).isEqualTo("password-error");
        assertThat(page.textContent("#password-error")).contains("wrong");
        Site.signIn(page, "admin", RunningServer.PASSWORD);
        assertThat(page.url()).isEqualTo(site.at("/docs/"));
        assertThat(heading(page)).isEqualTo("The documents");

        page.navigate(site.at("/dashboard"));
        page.click("text=Sign out");
        assertThat(page.textContent(".notice")).contains("You are signed out.");
        back(page);
        assertThat(page.content()).doesNotContain("Hello admin");
    }

    @Test
    void theKeyboardAloneIsEnough() {
        Page page = person().newPage();
        page.navigate(site.at("/login"));
        waitForFocus(page, "username");
        page.keyboard().type("admin");
        page.keyboard().press("Tab");
        page.keyboard().type(RunningServer.PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL(site.at("/dashboard"));
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Skip to the content");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, a bare address", "intranet, a single label", "localhost, this machine"})
    void plainHttpWorksWithoutDns(String host, String what) {
        Page page = person().newPage();
        page.navigate(site.on(host, "/docs/"));
        assertThat(heading(page)).as(what).isEqualTo("Sign in");
        Site.signIn(page, "admin", RunningServer.PASSWORD);
        assertThat(page.url()).isEqualTo(site.on(host, "/docs/"));
        page.navigate(site.on(host, "/account/sessions"));
        assertThat(page.textContent("tbody")).contains("Chrome on Linux", "this one");
        page.click("text=Sign out");
        assertThat(page.url()).isEqualTo(site.on(host, "/login?reason=signed-out"));
    }

    @Test
    void overHttpsTheCookieIsForHttpsAndThisHostAlone(@TempDir Path other) throws Exception {
        TestCertificates certificates = new TestCertificates(other);
        certificates.make("one");
        try (RunningServer server = new RunningServer(other, certificates.settings("one.pem", "one.key"))) {
            BrowserContext person = person();
            Page page = person.newPage();
            String dashboard = "https://door.test:" + server.port() + "/dashboard";
            page.navigate(dashboard);
            Site.signIn(page, "admin", RunningServer.PASSWORD);
            assertThat(page.url()).isEqualTo(dashboard);
            assertThat(heading(page)).isEqualTo("Hello admin");
            assertThat(person.cookies())
                    .filteredOn(cookie -> cookie.name.equals("__Host-postern"))
                    .singleElement()
                    .matches(cookie -> cookie.secure && cookie.httpOnly && cookie.domain.equals("door.test"));
            page.click("text=Sign out");
            assertThat(page.textContent(".notice")).contains("You are signed out.");
            assertThat(person.cookies()).noneMatch(cookie -> cookie.name.equals("__Host-postern"));
        }
    }

    @Test
    void anAdministratorDoesTheDailyWorkWithoutJavaScript() {
        Page admin = site.asAdmin(keep(chromium.person(false)).newPage(), "/admin/people");
        admin.fill("#username", "mira");
        admin.fill("#roles", "Editor");
        admin.click("text=Add the person");
        assertThat(admin.textContent("#roles-error")).contains("A role has");
        assertThat(admin.inputValue("#username")).isEqualTo("mira");
        admin.fill("#roles", "editor, reader");
        admin.click("text=Add the person");
        assertThat(heading(admin)).isEqualTo("mira");
        String link = admin.textContent("#made");
        assertThat(link).startsWith(site.at("/setup/"));
        assertThat(admin.getAttribute("svg.qr", "aria-label")).contains("QR");
        admin.reload();
        assertThat(admin.content()).doesNotContain(link);

        Page mira = keep(chromium.person(false)).newPage();
        mira.navigate(link);
        assertThat(mira.textContent(".lead")).contains("mira");
        mira.fill("#password", "short");
        mira.fill("#again", "short");
        mira.click("text=Set the password");
        assertThat(mira.textContent("#password-error")).contains("at least 12 characters");
        mira.fill("#password", "seven green lanterns");
        mira.fill("#again", "seven green lantern");
        mira.click("text=Set the password");
        assertThat(mira.textContent("#again-error")).contains("differ");
        mira.fill("#password", "seven green lanterns");
        mira.fill("#again", "seven green lanterns");
        mira.click("text=Set the password");
        assertThat(mira.textContent(".notice")).contains("Your password is set");
        Site.signIn(mira, "mira", "seven green lanterns");
        assertThat(mira.textContent(".places")).contains("drafts", "wiki.test");
        mira.navigate(site.at("/docs/drafts/"));
        assertThat(heading(mira)).isEqualTo("The drafts");
        assertThat(mira.navigate(link).status()).isEqualTo(404);
        assertThat(heading(mira)).contains("does not work any more");
        assertThat(mira.navigate(site.at("/admin/people")).status()).isEqualTo(403);
        assertThat(heading(mira)).isEqualTo("You may not open this page");

        admin.navigate(site.at("/admin/groups?method=GET&url=/docs/drafts/&person=mira"));
        assertThat(admin.textContent("tbody")).contains("served from the folder");
        assertThat(admin.textContent("main"))
                .contains("Allowed for mira by the group drafts", "people with the role editor");
        admin.navigate(site.at("/admin/people?q=MIR"));
        admin.click("text=mira");
        admin.fill("#roles", "reader");
        admin.click("text=Save the roles");
        assertThat(admin.textContent(".notice")).contains("The roles have been changed");
        assertThat(mira.navigate(site.at("/docs/drafts/")).status()).isEqualTo(403);
        admin.click("text=Disable the account…");
        admin.click("button:has-text('Disable the account')");
        assertThat(heading(admin)).contains("disabled");
        mira.navigate(site.at("/dashboard"));
        assertThat(mira.textContent(".notice")).contains("was ended");
        admin.click("button:has-text('Enable the account')");
        admin.click("text=Remove the person…");
        admin.click("button:has-text('Remove mira')");
        assertThat(admin.textContent(".notice")).isEqualTo("mira has been removed.");
        admin.navigate(site.at("/admin/events?user=mira&event=user_removed"));
        assertThat(admin.textContent("tbody")).contains("Person removed", "mira", "admin");
        admin.navigate(site.at("/admin/events?event=login&period=hour"));
        assertThat(admin.textContent("tbody")).contains("Signed in");
    }

    @Test
    void theLastAdministratorStays() {
        Page admin = site.asAdmin(person().newPage(), "/admin/people");
        admin.click("tbody a");
        admin.fill("#roles", "");
        admin.click("text=Save the roles");
        assertThat(admin.textContent("#roles-error")).contains("last enabled user");
        admin.click("text=Remove the person…");
        admin.click("button:has-text('Remove admin')");
        assertThat(admin.textContent(".problem")).contains("last enabled user");
        admin.navigate(site.at("/admin/people"));
        admin.fill("#username", "Admin");
        admin.click("text=Add the person");
        assertThat(admin.textContent("#username-error")).contains("already exists");
    }

    @Test
    void aPersonLooksAfterTheOwnAccountWithoutJavaScript() {
        Page page = site.asAdmin(keep(chromium.person(false)).newPage(), "/account/sessions");
        assertThat(page.textContent("main")).contains("You are signed in only here.");
        Page phone = site.asAdmin(person().newPage(), "/dashboard");
        site.asAdmin(person().newPage(), "/dashboard");
        page.reload();
        page.click("button:has-text('End') >> nth=0");
        assertThat(page.textContent(".notice")).contains("has been ended");
        page.click("summary");
        page.click("button:has-text('End all others')");
        assertThat(page.textContent(".notice")).isEqualTo("1 other sign-in has been ended.");
        phone.reload();
        assertThat(heading(phone)).isEqualTo("Sign in");

        page.click("nav >> text=Tokens");
        assertThat(page.textContent(".empty")).contains("You have no tokens");
        page.fill("#name", "backup script");
        page.check("[id='group.docs']");
        page.click("text=Make the token");
        assertThat(page.textContent("#made")).startsWith("pst_");
        assertThat(page.textContent("tbody")).contains("backup script", "docs", "in 90 days", "never");
        page.reload();
        assertThat(page.content()).doesNotContain("pst_");
        page.click("summary");
        page.click("button:has-text('Revoke it')");
        assertThat(page.textContent(".notice")).contains("revoked");

        page.click("nav >> text=Password");
        page.fill("#current", "wrong");
        page.fill("#password", "seven green lanterns");
        page.fill("#again", "seven green lanterns");
        page.click("button.main");
        assertThat(page.textContent("#current-error")).contains("not your current password");
        page.fill("#current", RunningServer.PASSWORD);
        page.fill("#password", "seven green lanterns");
        page.fill("#again", "seven green lanterns");
        page.click("button.main");
        assertThat(page.textContent(".notice")).contains("Your password has been changed.");
    }

    /** From any width to any scheme: nothing serious, and nothing to scroll sideways. */
    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "320, DARK"})
    void everyPageIsAccessible(int width, ColorScheme scheme) throws Exception {
        Page page = keep(chromium.person(width, scheme)).newPage();
        List<String> found = new ArrayList<>();
        page.navigate(site.at("/login?next=/docs/&reason=ended"));
        check(page, found);
        Site.signIn(page, "admin", "wrong");
        check(page, found);
        Site.signIn(page, "admin", RunningServer.PASSWORD);
        page.navigate(site.at("/admin/people"));
        check(page, found);
        page.fill("#username", "ann");
        page.fill("#roles", "reader");
        page.click("text=Add the person");
        String link = page.textContent("#made");
        page.locator("summary").all().forEach(summary -> summary.click());
        check(page, found);
        for (String path : List.of(
                "/dashboard",
                "/account/sessions",
                "/account/password",
                "/account/tokens",
                "/admin/people?q=nobody",
                "/admin/groups?url=/docs/&method=GET&person=admin",
                "/admin/events",
                "/admin/events?user=nobody",
                "/docs/drafts/",
                "/no/such/page",
                "/setup/unknown",
                link.replaceFirst("^http://[^/]+", ""))) {
            page.navigate(site.at(path));
            check(page, found);
        }
        assertThat(found).isEmpty();
    }

    private static void check(Page page, List<String> found) {
        String where = page.url();
        chromium.seriousFindings(page).forEach(finding -> found.add(where + " " + finding));
        Object beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (!beyond.equals(0)) {
            found.add(where + " is wider than the screen by " + beyond);
        }
    }

    @Test
    void applicationsOnOtherHostsGetASignInOfTheirOwn() {
        BrowserContext person = person();
        Page page = person.newPage();
        page.navigate(site.on("wiki.test", "/page.html"));
        assertThat(page.url()).startsWith(site.at("/login?next="));
        assertThat(page.textContent(".lead")).contains("wiki.test");
        Site.signIn(page, "admin", RunningServer.PASSWORD);
        assertThat(page.url()).isEqualTo(site.on("wiki.test", "/page.html"));
        assertThat(heading(page)).isEqualTo("The wiki");
        page.navigate(site.on("git.test", "/page.html"));
        assertThat(page.url()).as("without another password").isEqualTo(site.on("git.test", "/page.html"));
        List<String> values = person.cookies().stream()
                .filter(cookie -> cookie.name.equals("postern"))
                .map(cookie -> cookie.value)
                .toList();
        assertThat(values).hasSize(3).doesNotHaveDuplicates();
        page.navigate(site.at("/dashboard"));
        page.click("text=Sign out");
        page.navigate(site.on("wiki.test", "/page.html"));
        assertThat(heading(page)).isEqualTo("Sign in");
    }

    @Test
    void twentyTabsAtOnceForkNothingAndSignNobodyOut() {
        BrowserContext person = person();
        Page first = site.asAdmin(person.newPage(), "/docs/");
        List<Page> tabs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Page tab = person.newPage();
            tab.navigate(
                    i % 2 == 0 ? site.at("/docs/?" + i) : site.on("wiki.test", "/page.html?" + i),
                    new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            tabs.add(tab);
        }
        for (Page tab : tabs) {
            tab.waitForLoadState();
            assertThat(heading(tab)).isIn("The documents", "The wiki");
        }
        first.navigate(site.at("/account/sessions"));
        assertThat(first.textContent("main")).contains("You are signed in only here.");
    }

    @Test
    void twentyTabsOfStrangersAllArriveOnceOneHasSignedIn() {
        BrowserContext person = person();
        List<Page> tabs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Page tab = person.newPage();
            tab.navigate(
                    site.on("wiki.test", "/page.html?" + i),
                    new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            tabs.add(tab);
        }
        tabs.forEach(tab -> tab.waitForLoadState());
        Site.signIn(tabs.get(7), "admin", RunningServer.PASSWORD);
        for (int i = 0; i < 20; i++) {
            // By itself: a tab that signed in tells the others.
            tabs.get(i).waitForURL(site.on("wiki.test", "/page.html?" + i));
            assertThat(heading(tabs.get(i))).isEqualTo("The wiki");
        }
        assertThat(person.cookies()).as("no heap of cookies").hasSizeLessThan(6);
    }

    @Test
    void aFormFilledInBeforeTheSessionEndedIsNotLost() {
        BrowserContext person = person();
        Page form = site.asAdmin(person.newPage(), "/admin/people");
        form.fill("#username", "tom");
        Page other = person.newPage();
        other.navigate(site.at("/account/sessions"));
        other.click("text=Sign out");
        form.click("text=Add the person");
        assertThat(heading(form)).isEqualTo("You are signed out");
        assertThat(form.textContent("main")).contains("this tab still has it");
        Page signIn = person.waitForPage(() -> form.click("a.button"));
        Site.signIn(signIn, "admin", RunningServer.PASSWORD);
        signIn.waitForURL(site.at("/dashboard"));
        Response again = form.reload();
        assertThat(again.status()).isEqualTo(200);
        assertThat(heading(form)).isEqualTo("tom");
    }

    @Test
    void backAndASecondClickDoNothingTwice() {
        Page page = site.asAdmin(person().newPage(), "/account/tokens");
        page.fill("#name", "one");
        page.evaluate("document.querySelector('.form form').submit(); document.querySelector('.form form').submit();");
        page.waitForSelector("#made");
        back(page);
        page.reload();
        assertThat(page.locator("tbody tr").count()).isBetween(1, 2);
        Page person = site.asAdmin(person().newPage(), "/admin/people");
        person.fill("#username", "tom");
        person.click("text=Add the person");
        person.waitForSelector("h1:text-is('tom')");
        back(person);
        person.fill("#username", "tom");
        person.click("text=Add the person");
        assertThat(person.textContent("#username-error")).contains("already exists");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logout", "/account/sessions", "/account/tokens", "/login"})
    void aPageOfAnotherSiteChangesNothing(String path) throws Exception {
        BrowserContext person = person();
        Page page = site.asAdmin(person.newPage(), "/dashboard");
        HttpServer evil = evil("<form id=f method=post action='" + site.at(path)
                + "'><input name=name value=x><input name=days value=7><input name=username value=admin>"
                + "<input name=password value='" + RunningServer.PASSWORD + "'></form>");
        try {
            Page attack = person.newPage();
            attack.navigate("http://evil.test:" + evil.getAddress().getPort());
            attack.evaluate("document.getElementById('f').submit()");
            attack.waitForURL(site.at(path));
            assertThat(heading(attack)).isIn("This came from another site", "You are signed out");
            page.navigate(site.at("/account/tokens"));
            assertThat(page.textContent("main")).contains("You have no tokens");
            assertThat(site.server
                            .get(
                                    "/me/sessions",
                                    site.server.login().path("token").asText())
                            .body())
                    .containsPattern("(?s)(\"id\".*){2}")
                    .doesNotContainPattern("(?s)(\"id\".*){3}");
        } finally {
            evil.stop(0);
        }
    }

    @Test
    void aFrameShowsTheWayOutAndNoPage() throws Exception {
        BrowserContext person = person();
        HttpServer evil = evil("<iframe src='" + site.on("localhost", "/docs/") + "'></iframe><iframe src='"
                + site.on("localhost", "/login") + "'></iframe>");
        try {
            Page page = person.newPage();
            page.navigate("http://evil.test:" + evil.getAddress().getPort());
            assertThat(page.frames().get(1).textContent("h1").strip()).isEqualTo("Sign in to see this page");
            assertThat(page.frames().get(1).getAttribute("a.button", "target")).isEqualTo("_blank");
            assertThat(page.frames().get(2).content()).doesNotContain("password");
        } finally {
            evil.stop(0);
        }
    }

    @Test
    void aBlockedCookieEndsInAPageThatSaysSo() {
        BrowserContext person = person();
        Page page = person.newPage();
        page.navigate(site.at("/login"));
        page.route("**/login*", route -> {
            if (route.request().url().contains("arrived")) {
                person.clearCookies();
            }
            route.resume();
        });
        Site.signIn(page, "admin", RunningServer.PASSWORD);
        person.clearCookies();
        page.navigate(site.at("/login?arrived=1&next=%2Fdocs%2F"));
        assertThat(heading(page)).isEqualTo("Your browser did not stay signed in");
    }

    @Test
    void whatABrowserKeepsGoesWhenItCloses() throws Exception {
        BrowserContext person = person();
        Page page = site.asAdmin(person.newPage(), "/dashboard");
        assertThat(person.cookies().stream()
                        .filter(cookie -> cookie.name.equals("postern"))
                        .map(cookie -> cookie.expires))
                .containsExactly(-1.0);
        page.click("text=Sign out");
        page.check("#keep");
        Site.signIn(page, "admin", RunningServer.PASSWORD);
        Path state = folder.resolve("state.json");
        person.storageState(new BrowserContext.StorageStateOptions().setPath(state));
        assertThat(Files.readString(state)).contains("postern");
        assertThat(person.cookies().stream()
                        .filter(cookie -> cookie.name.equals("postern"))
                        .allMatch(cookie -> cookie.expires > 0))
                .isTrue();
    }

    private static HttpServer evil(String body) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = ("<!DOCTYPE html>" + body).getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return server;
    }
}
