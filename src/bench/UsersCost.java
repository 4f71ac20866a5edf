import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What administration costs with few users and with many: two servers, asked in turn. */
public final class UsersCost {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public static void main(String[] args) throws Exception {
        String[] servers = {args[0], args[1]};
        String[] tokens = {args[2], args[3]};
        String[] deep = {"user000900", "user099900"};
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("first page", "/admin/users?limit=50");
        questions.put("deep page", "/admin/users?limit=50&after=DEEP");
        questions.put("search, common", "/admin/users?limit=50&q=ser0");
        questions.put("search, one", "/admin/users?limit=50&q=000777");
        questions.put("search, none", "/admin/users?limit=50&q=nobody");
        questions.forEach((what, path) -> {
            double few = median(servers[0], path.replace("DEEP", deep[0]), tokens[0], "", 300);
            double many = median(servers[1], path.replace("DEEP", deep[1]), tokens[1], "", 300);
            report(what, few, many);
        });
        String login = "{\"username\":\"user000777\",\"password\":\"the old password\"}";
        report("login", median(servers[0], "/login", "", login, 60), median(servers[1], "/login", "", login, 60));
    }

    private static void report(String what, double few, double many) {
        System.out.printf("%-16s %8.2f ms, with 100 times the users %8.2f ms, ratio %.2f%n", what, few, many, many / few);
    }

    private static double median(String server, String path, String token, String body, int samples) {
        List<Long> times = new ArrayList<>();
        for (int i = -30; i < samples; i++) {
            long before = System.nanoTime();
            ask(server + path, token, body);
            if (i >= 0) {
                times.add(System.nanoTime() - before);
            }
        }
        return times.stream().mapToLong(Long::longValue).sorted().toArray()[samples / 2] / 1e6;
    }

    private static void ask(String url, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json");
        if (body.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        } else {
            request.POST(BodyPublishers.ofString(body));
        }
        try {
            int status = CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
            if (status != 200) {
                throw new IllegalStateException(url + " was answered " + status);
            }
        } catch (java.io.IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
