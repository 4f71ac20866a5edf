package dev.postern.browser;

import static org.junit.jupiter.api.Assertions.fail;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.postern.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The system's Chromium, driven by Playwright. All hosts that end with {@code .test}, the single-label host {@code
 * intranet} and the address 192.0.2.7 lead to this machine.
 */
final class Chromium implements AutoCloseable {
    private static final List<Path> PROGRAMS = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final String HOSTS = "MAP *.test 127.0.0.1, MAP intranet 127.0.0.1, MAP 192.0.2.7 127.0.0.1";

    private final Playwright playwright;
    private final Browser browser;
    private final String accessibility;

    private Chromium(Playwright playwright, Browser browser, String accessibility) {
        this.playwright = playwright;
        this.browser = browser;
        this.accessibility = accessibility;
    }

    /** Starts it. Without Chromium, or Node.js for its driver, the test ends here: aborted, or in CI failed. */
    static Chromium start(Path folder) throws Exception {
        Path program = PROGRAMS.stream().filter(Files::isExecutable).findFirst().orElse(Path.of(""));
        if (program.toString().isEmpty()) {
            String message = "needs Chromium, at one of " + PROGRAMS;
            if (System.getenv("CI") != null) {
                fail(message);
            }
            System.err.println("a test with a browser is left out: it " + message);
            Assumptions.abort(message);
        }
        Node.install(folder, Path.of("src", "test", "browser"));
        Path modules = folder.resolve("node_modules");
        Path driver = Files.createDirectories(folder.resolve("driver"));
        Files.createSymbolicLink(driver.resolve("package"), modules.resolve("playwright-core"));
        System.setProperty("playwright.cli.dir", driver.toString());
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", node().toString())));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-extensions",
                                "--process-per-site",
                                "--renderer-process-limit=2",
                                "--disable-software-rasterizer",
                                "--disable-gpu-rasterization",
                                "--disable-gpu-compositing",
                                "--blink-settings=imagesEnabled=false",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--host-resolver-rules=" + HOSTS)));
        return new Chromium(playwright, browser, Files.readString(modules.resolve("axe-core/axe.min.js")));
    }

    private static Path node() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "node"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** A person's browser: with cookies of its own, and without JavaScript if so wished. */
    BrowserContext person(boolean javaScript) {
        return open(new Browser.NewContextOptions()
                .setViewportSize(640, 480)
                .setIgnoreHTTPSErrors(true)
                .setJavaScriptEnabled(javaScript));
    }

    BrowserContext person() {
        return person(true);
    }

    /** One with a screen of this width. */
    BrowserContext person(int width, ColorScheme scheme) {
        return open(new Browser.NewContextOptions().setViewportSize(width, 800).setColorScheme(scheme));
    }

    private BrowserContext open(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(10_000);
        return context;
    }

    /** What a check by axe-core finds on a page that is serious or worse, a line each. */
    List<String> seriousFindings(Page page) {
        // Playwright evaluates in a world that the page's policy does not bind.
        page.evaluate("source => { (0, eval)(source); }", accessibility);
        Object found = page.evaluate("async () => (await axe.run()).violations"
                + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' '))");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
