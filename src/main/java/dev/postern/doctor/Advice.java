package dev.postern.doctor;

import java.util.List;
import java.util.Locale;

/** What to change in the configuration of a proxy. */
enum Advice {
    GATE(
            "put \"include postern.conf;\" into the server block, and take \"auth_request off;\" out of this location",
            "put \"import postern\" into the route, before \"reverse_proxy\"",
            "add the middleware \"postern\" to the router",
            "make \"http-request lua.postern\" the first line of the backend",
            "take \"disabled: true\" of ext_authz out of this route"),
    STRIP(
            "repeat all proxy_set_header lines of postern.conf in a location that has a proxy_set_header of its own, and"
                    + " leave underscores_in_headers off",
            "put the request_header lines of deploy/caddy/Caddyfile before \"forward_auth\"",
            "put the middleware \"postern-strip\" before \"postern-gate\"",
            "use deploy/haproxy/postern.lua as it is",
            "keep early_header_mutation_extensions and headers_with_underscores_action of deploy/envoy/envoy.yaml"),
    FORWARDED(
            "\"proxy_set_header X-Forwarded-For $remote_addr;\", and the other lines of postern.conf, in this location",
            "take \"trusted_proxies\" out, and put the request_header lines of deploy/caddy/Caddyfile into the route",
            "take \"forwardedHeaders\" out of the entry point",
            "use deploy/haproxy/postern.lua as it is, without \"option forwardfor\"",
            "\"use_remote_address: true\""),
    STEPS(
            "the location \"/.postern/\" of postern.conf",
            "\"reverse_proxy @postern\" of deploy/caddy/Caddyfile, before \"forward_auth\"",
            "the router \"postern-steps\" of deploy/traefik/postern.yml",
            "\"use_backend postern if { path_beg /.postern/ }\"",
            "the route with the prefix \"/.postern/\" of deploy/envoy/envoy.yaml"),
    CLOSED(
            "\"location /forward-auth { return 404; }\" in the server block of Postern",
            "\"respond /forward-auth* 404\" in the site of Postern",
            "\"&& !PathPrefix(`/forward-auth`)\" in the rule of Postern's router",
            "\"http-request return status 404 if { path_beg /forward-auth }\" with the host of Postern",
            "\"direct_response: {status: 404}\" for the prefix \"/forward-auth\""),
    UPGRADE(
            "pass $postern_upgrade in \"Upgrade\" instead of $http_upgrade",
            "\"request_header @plain -Upgrade\" of deploy/caddy/Caddyfile",
            "let the application speak no protocol but HTTP/1.1 and WebSocket",
            "use deploy/haproxy/postern.lua as it is",
            "\"upgrade_type: websocket\" alone in upgrade_configs"),
    ORIGIN(
            "\"proxy_set_header Host $http_host;\" and \"proxy_set_header X-Forwarded-Proto $scheme;\"",
            "no \"header_up Host\" and no \"header_up X-Forwarded-Proto\"",
            "\"passHostHeader: true\"",
            "the two lines with X-Forwarded-Proto in the backend of Postern",
            "\"use_remote_address: true\", and no host_rewrite");

    private final String nginx;
    private final String caddy;
    private final String traefik;
    private final String haproxy;
    private final String envoy;

    Advice(String nginx, String caddy, String traefik, String haproxy, String envoy) {
        this.nginx = nginx;
        this.caddy = caddy;
        this.traefik = traefik;
        this.haproxy = haproxy;
        this.envoy = envoy;
    }

    /** The line for the proxy, if its responses say which it is; otherwise those for all. */
    String text(Reply reply) {
        List<String> all = List.of(
                "nginx: " + nginx, "Caddy: " + caddy, "Traefik: " + traefik, "HAProxy: " + haproxy, "Envoy: " + envoy);
        String server = reply.header("Server").orElse("").toLowerCase(Locale.ROOT);
        return all.stream()
                .filter(line ->
                        server.startsWith(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseGet(() -> String.join("; ", all));
    }
}
