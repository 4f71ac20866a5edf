package dev.postern.http.pages;

import dev.postern.http.RunningServer;
import dev.postern.http.Wire;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A browser's tab without the browser: it keeps cookies, says so in {@code Sec-Fetch-*}, and follows no redirect. */
final class Tab {
    private static final String[] NAVIGATION = {
        "Accept: text/html,application/xhtml+xml", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"
    };

    private final RunningServer server;
    private final String host;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Tab(RunningServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /** An answer, as it stood on the wire. */
    record Answer(int status, String head, String body) {
        Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst();
        }

        String location() {
            return header("Location").orElse("");
        }
    }

    /** Loads a page. */
    Answer load(String path, String... headers) throws IOException {
        return send("GET", path, "", all(NAVIGATION, headers));
    }

    /** Loads something in the background. */
    Answer fetch(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    /** Sends the form of a page of this host; names and values in turn. */
    Answer submit(String path, String... fields) throws IOException {
        return submitFrom("Sec-Fetch-Site: same-origin", path, fields);
    }

    /** The same with another word on where the form comes from; empty for none. */
    Answer submitFrom(String origin, String path, String... fields) throws IOException {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        String[] form = {"Content-Type: application/x-www-form-urlencoded"};
        return send(
                "POST",
                path,
                String.join("&", pairs),
                all(all(NAVIGATION, form), origin.isEmpty() ? new String[0] : new String[] {origin}));
    }

    Answer signIn(String name, String password, String... fields) throws IOException {
        return submit("/login", all(new String[] {"username", name, "password", password}, fields));
    }

    Answer send(String method, String path, String body, String... headers) throws IOException {
        StringBuilder request =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n");
        if (!cookies.isEmpty()) {
            List<String> pairs = cookies.entrySet().stream()
                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .toList();
            request.append("Cookie: ").append(String.join("; ", pairs)).append("\r\n");
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!body.isEmpty() || method.equals("POST")) {
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        String answer = server.wire().exchange(request + "\r\n" + body);
        int end = answer.indexOf("\r\n\r\n");
        Answer read = new Answer(Wire.status(answer), answer.substring(0, end), answer.substring(end + 4));
        read.head().lines().filter(line -> line.startsWith("Set-Cookie: ")).forEach(this::keep);
        return read;
    }

    private void keep(String line) {
        String[] pair = line.substring("Set-Cookie: ".length()).split(";", 2)[0].split("=", 2);
        if (line.contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    void setCookie(String name, String value) {
        cookies.put(name, value);
    }

    void forgetCookies() {
        cookies.clear();
    }

    private static String[] all(String[] first, String... second) {
        String[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
