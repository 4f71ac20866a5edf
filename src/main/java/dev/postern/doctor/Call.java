package dev.postern.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * A request as it is sent, byte for byte: whatever a client may do.
 *
 * @param target the path and the query
 */
record Call(String method, String target, List<Header> headers, String body) {

    record Header(String name, String value) {}

    Call {
        headers = List.copyOf(headers);
    }

    static Call get(String target) {
        return of("GET", target);
    }

    static Call of(String method, String target) {
        return new Call(method, target, List.of(), "");
    }

    /** What a browser sends that loads a page. */
    static Call page(String target) {
        return get(target)
                .with("Accept", "text/html,application/xhtml+xml")
                .with("Sec-Fetch-Mode", "navigate")
                .with("Sec-Fetch-Dest", "document")
                .with("Sec-Fetch-Site", "none");
    }

    /** What asks for HTTP/2 on the same connection (RFC 7540, section 3.2), in which nobody checks what is sent. */
    Call withH2c() {
        return with("Connection", "Upgrade, HTTP2-Settings")
                .with("Upgrade", "h2c")
                .with("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA");
    }

    Call with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Call(method, target, more, body);
    }

    Call with(List<Header> added) {
        List<Header> more = new ArrayList<>(headers);
        more.addAll(added);
        return new Call(method, target, more, body);
    }

    /** With a form as its body. */
    Call withForm(String form) {
        return new Call(
                method,
                target,
                with("Content-Type", "application/x-www-form-urlencoded").headers(),
                form);
    }

    /** The bytes, one for each character. */
    String text(String authority) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + authority + "\r\n");
        boolean ownConnection =
                headers.stream().anyMatch(header -> header.name().equals("Connection"));
        if (!ownConnection) {
            text.append("Connection: close\r\n");
        }
        text.append("User-Agent: postern-doctor\r\n");
        headers.forEach(header ->
                text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        if (!body.isEmpty() || method.equals("POST")) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }
}
