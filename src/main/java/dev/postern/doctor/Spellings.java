package dev.postern.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Other ways to write a path, which some programs take for the same. */
final class Spellings {
    private Spellings() {}

    /** Also ways through the parts of a host that have no gate. */
    static List<String> of(String path) {
        String rest = path.substring(1);
        List<String> spellings = new ArrayList<>(List.of(
                "/" + path,
                "/." + path,
                "/x/.." + path,
                "/%2e" + path,
                "/x/%2e%2e" + path,
                "/.postern/.." + path,
                "/.postern/%2e%2e" + path,
                "/.postern/..%2f" + rest,
                "/.postern/..;" + path,
                "/.postern/x/../.." + path,
                "/login/.." + path,
                path + ";x=1",
                path + "%00",
                "/%5c" + rest,
                "/\\" + rest));
        if (!rest.isEmpty()) {
            String encoded = String.format(Locale.ROOT, "%02x", (int) rest.charAt(0)) + rest.substring(1);
            spellings.add("/%" + encoded);
            spellings.add("/%25" + encoded);
        }
        return spellings;
    }
}
