package dev.postern.browser;

import com.microsoft.playwright.Page;
import dev.postern.http.RunningServer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server as a small company runs it: documents, drafts for editors, and a wiki on a host of its own. */
final class Site implements AutoCloseable {
    final RunningServer server;
    final int port;

    Site(Path folder, String... more) throws Exception {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Files.createDirectories(docs.resolve("drafts"));
        Files.writeString(docs.resolve("index.html"), "<!DOCTYPE html><title>Docs</title><h1>The documents</h1>");
        Files.writeString(docs.resolve("drafts/index.html"), "<!DOCTYPE html><title>Drafts</title><h1>The drafts</h1>");
        Path wiki = Files.createDirectories(folder.resolve("wiki"));
        Files.writeString(wiki.resolve("page.html"), "<!DOCTYPE html><title>Wiki</title><h1>The wiki</h1>");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String[] lines = {
            "server.public-url=http://door.test:" + port,
            "page.title=Example Tools",
            "page.help=No account yet? Ask Ann in room 3.",
            "group.docs.path=/docs/*",
            "group.docs.files=" + docs,
            "group.drafts.path=/docs/drafts/*",
            "group.drafts.roles=editor",
            "group.drafts.files=" + docs.resolve("drafts"),
            "group.wiki.host=wiki.test, git.test",
            "group.wiki.path=/*",
            "group.wiki.files=" + wiki
        };
        String[] all = java.util.Arrays.copyOf(lines, lines.length + more.length);
        System.arraycopy(more, 0, all, lines.length, more.length);
        server = new RunningServer(folder, port, all);
    }

    /** The URL of a page on the server's own host. */
    String at(String path) {
        return on("door.test", path);
    }

    String on(String host, String path) {
        return "http://" + host + ":" + port + path;
    }

    /** Types name and password into the sign-in that is shown, and sends it. */
    static void signIn(Page page, String name, String password) {
        page.fill("#username", name);
        page.fill("#password", password);
        page.click("button.main");
    }

    /** A page of the server, opened by the administrator. */
    Page asAdmin(Page page, String path) {
        page.navigate(at(path));
        signIn(page, "admin", RunningServer.PASSWORD);
        return page;
    }

    @Override
    public void close() {
        server.close();
    }
}
