package dev.postern.http.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * Whom a request is from: the peer, unless that is a trusted proxy. Then {@code X-Forwarded-For} is walked from its
 * right end, where our own proxy wrote, to the first address that is no trusted proxy: what stands further left is
 * anybody's claim. An entry that is no address ends the walk at the last good one.
 */
public final class ClientAddress {
    private static final String HEADER = "X-Forwarded-For";
    private static final int MAX_ENTRIES = 64;
    private static final Pattern WITH_PORT = Pattern.compile("\\[(.*)](?::\\d{1,5})?|([^:]*):\\d{1,5}");

    private final List<AddressRange> trusted;

    public ClientAddress(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** The address in its usual form, IPv4 in the form of IPv6 as IPv4. */
    String of(Request request) {
        return peer(request)
                .map(peer -> isTrusted(peer) ? walk(peer, entries(request.getHeaders())) : peer)
                .map(ClientAddress::text)
                .orElse("");
    }

    /** Whether the sender uses HTTPS, as far as can be seen: on this connection, or by a trusted proxy's word. */
    boolean isHttps(Request request) {
        return request.isSecure()
                || ("https".equalsIgnoreCase(request.getHeaders().get("X-Forwarded-Proto"))
                        && peer(request).filter(this::isTrusted).isPresent());
    }

    private static Optional<byte[]> peer(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket
                ? Optional.of(socket.getAddress().getAddress())
                : Optional.empty();
    }

    byte[] walk(byte[] peer, List<String> entries) {
        byte[] last = peer;
        int end = Math.max(0, entries.size() - MAX_ENTRIES);
        for (int i = entries.size() - 1; i >= end && isTrusted(last); i--) {
            Optional<byte[]> next = read(entries.get(i));
            if (next.isEmpty()) {
                break;
            }
            last = next.get();
        }
        return last;
    }

    /** Whether it is a trusted proxy's. */
    public boolean isTrusted(byte[] address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static List<String> entries(HttpFields headers) {
        List<String> entries = new ArrayList<>();
        for (String value : headers.getValuesList(HEADER)) {
            entries.addAll(List.of(value.split(",", -1)));
        }
        return entries;
    }

    private static Optional<byte[]> read(String entry) {
        String text = entry.strip();
        Matcher parts = WITH_PORT.matcher(text);
        if (!parts.matches()) {
            return AddressRange.addressOf(text);
        }
        return AddressRange.addressOf(parts.group(1) != null ? parts.group(1) : parts.group(2));
    }

    /** What one sender has of addresses: of IPv4 the address, of IPv6 the first 64 bits. */
    public static String network(String address) {
        byte[] bytes = AddressRange.addressOf(address).orElse(new byte[0]);
        return bytes.length == 16 ? text(Arrays.copyOf(Arrays.copyOf(bytes, 8), 16)) + "/64" : address;
    }

    static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }
}
