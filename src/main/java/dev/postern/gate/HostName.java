package dev.postern.gate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Host names in the one form in which they are compared: without port, case and trailing dot. */
public final class HostName {
    /** Only these characters, so that no name is ever looked up. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    private HostName() {}

    /**
     * The host of an authority such as {@code Wiki.Example.org:8443} or {@code [::1]:7070} (RFC 3986, section 3.2). An
     * IPv6 address may also stand without brackets, then without a port.
     */
    public static String of(String authority) {
        String text = authority.toLowerCase(Locale.ROOT);
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : address(text.substring(1, end));
        }
        int port = text.indexOf(':');
        if (port != text.lastIndexOf(':') && IPV6.matcher(text).matches()) {
            return address(text);
        }
        String name = port < 0 ? text : text.substring(0, port);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** An address in its usual spelling: IPv6 has several for each. */
    private static String address(String text) {
        try {
            return IPV6.matcher(text).matches() ? InetAddress.getByName(text).getHostAddress() : text;
        } catch (UnknownHostException malformed) {
            return text;
        }
    }
}
