package dev.postern.doctor;

import java.util.List;
import java.util.Optional;

/** The response to a call, of which the body may have been cut. */
record Reply(int status, List<Call.Header> headers, String body) {

    Reply {
        headers = List.copyOf(headers);
    }

    Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Call.Header::value)
                .toList();
    }

    boolean isRedirect() {
        return status >= 300 && status < 400 && header("Location").isPresent();
    }

    /** Whether it is a refusal, by the gate or by the application. */
    boolean isRefusal() {
        return status >= 400 && status < 500;
    }
}
