import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the time of an answer tells which names exist: login attempts of several classes in turn, each from another
 * address. The server must run with login.attempts=110 and server.trusted-proxies=127.0.0.1.
 */
public final class LoginTiming {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int WIDE = 1_100;
    private static String server;
    private static int addresses;

    public static void main(String[] args) throws Exception {
        server = args[0];
        String admin = args[1];
        int samples = Integer.parseInt(args[2]);
        for (String name : List.of("present", "disabled", "besieged")) {
            send("POST", "/admin/users", admin, "{\"username\":\"" + name + "\",\"password\":\"a walk along the river\"}");
        }
        String found = send("GET", "/admin/users?q=disabled", admin, "").body();
        String id = found.replaceAll(".*\"id\":\"([^\"]*)\",\"username\":\"disabled\".*", "$1");
        send("PATCH", "/admin/users/" + id, admin, "{\"disabled\":true}");
        for (int i = 0; i < WIDE; i++) {
            login("besieged");
        }
        Map<String, List<Long>> times = new LinkedHashMap<>();
        for (int i = -20; i < samples; i++) {
            for (String name : List.of("unknown" + i, "present", "disabled", "besieged")) {
                long before = System.nanoTime();
                int status = login(name);
                long took = System.nanoTime() - before;
                if (status != (name.equals("besieged") ? 429 : 401)) {
                    throw new IllegalStateException(name + " was answered " + status);
                }
                if (i >= 0) {
                    times.computeIfAbsent(name.startsWith("unknown") ? "unknown" : name, key -> new ArrayList<>())
                            .add(took);
                }
            }
        }
        report(times);
    }

    private static void report(Map<String, List<Long>> times) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Map.Entry<String, List<Long>> each : times.entrySet()) {
            long[] sorted = each.getValue().stream().mapToLong(Long::longValue).sorted().toArray();
            double median = sorted[sorted.length / 2] / 1e6;
            least = Math.min(least, median);
            most = Math.max(most, median);
            System.out.printf("%-10s median %.2f ms over %d samples%n", each.getKey(), median, sorted.length);
        }
        System.out.printf("the medians differ by %.2f %%%n", (most / least - 1) * 100);
    }

    private static int login(String name) throws Exception {
        int n = ++addresses;
        String address = (11 + n % 200) + "." + n / 200 % 250 + "." + n / 50_000 % 250 + ".1";
        return CLIENT.send(
                        HttpRequest.newBuilder(URI.create(server + "/login"))
                                .header("Content-Type", "application/json")
                                .header("X-Forwarded-For", address)
                                .POST(BodyPublishers.ofString(
                                        "{\"username\":\"" + name + "\",\"password\":\"wrong\"}"))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private static HttpResponse<String> send(String method, String path, String token, String body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(server + path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
