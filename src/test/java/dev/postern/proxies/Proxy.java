package dev.postern.proxies;

import dev.postern.Await;
import dev.postern.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real proxy in a process of its own, with a configuration of {@code deploy}. */
final class Proxy implements AutoCloseable {
    private final Process process;
    final int port;

    private Proxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** Starts a proxy with its files in {@code deploy}. */
    static Proxy deployed(String name, Path folder, int postern, int application) throws Exception {
        String file = switch (name) {
            case "nginx" -> "sites.conf";
            case "caddy" -> "Caddyfile";
            default -> "haproxy.cfg";
        };
        String configuration = Files.readString(Path.of("deploy", name, file))
                .replace("127.0.0.1:8080", "127.0.0.1:" + application)
                .replace("127.0.0.1:7070", "127.0.0.1:" + postern);
        int port = freePort();
        String adapted = configuration
                .replace("http://wiki.example.org", "http://wiki.test:" + port)
                .replace("http://door.example.org", "http://door.test:" + port)
                .replace("wiki.example.org", "wiki.test")
                .replace("door.example.org", "door.test")
                .replace("listen 80", "listen " + port)
                .replace("bind :80", "bind :" + port);
        return configured(name, folder, port, postern, adapted);
    }

    /** Starts a proxy with what {@code proxy-config} prints for a public URL with this port. */
    static Proxy configured(String name, Path folder, int port, int postern, String configuration) throws Exception {
        String local = configuration
                .replace("listen " + port, "listen 127.0.0.1:" + port)
                .replace("bind :" + port, "bind 127.0.0.1:" + port);
        return switch (name) {
            case "nginx" -> nginx(folder, port, local, included());
            case "caddy" -> caddy(folder, port, local);
            default -> haproxy(folder, port, local);
        };
    }

    /** The file that nginx includes. */
    static String included() throws IOException {
        return Files.readString(Path.of("deploy/nginx/postern.conf"));
    }

    static Proxy nginx(Path folder, int port, String sites, String included) throws Exception {
        Path program = Tool.find("nginx", "/usr/sbin/nginx");
        Files.writeString(folder.resolve("postern.conf"), included);
        Files.createDirectories(folder.resolve("temp"));
        Path file = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                worker_processes 1;
                error_log stderr warn;
                pid nginx.pid;
                events { worker_connections 512; }
                http {
                    access_log off;
                    client_body_temp_path temp/body; proxy_temp_path temp/proxy; fastcgi_temp_path temp/fastcgi;
                    uwsgi_temp_path temp/uwsgi; scgi_temp_path temp/scgi;
                    %s
                }
                """.formatted(sites));
        return start(port, List.of(program.toString(), "-p", folder.toString(), "-c", file.toString()));
    }

    private static Proxy caddy(Path folder, int port, String sites) throws Exception {
        Path program = Tool.find("caddy", "/usr/bin/caddy");
        Path file = Files.writeString(folder.resolve("Caddyfile"), "{\n\tadmin off\n\tauto_https off\n}\n" + sites);
        return start(port, List.of(program.toString(), "run", "--adapter", "caddyfile", "--config", file.toString()));
    }

    private static Proxy haproxy(Path folder, int port, String configuration) throws Exception {
        Path program = Tool.find("haproxy", "/usr/sbin/haproxy");
        String lua = Path.of("deploy/haproxy/postern.lua").toAbsolutePath().toString();
        Path file = Files.writeString(
                folder.resolve("haproxy.cfg"), configuration.replace("/etc/haproxy/postern.lua", lua));
        return start(port, List.of(program.toString(), "-db", "-f", file.toString()));
    }

    private static Proxy start(int port, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Proxy proxy = new Proxy(process, port);
        Await.until("the proxy to listen", () -> process.isAlive() && proxy.listens());
        return proxy;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The whole answer to a request. */
    String exchange(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
