package dev.postern.assembly;

import dev.postern.http.server.AddressRange;
import dev.postern.settings.Problems;
import dev.postern.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The trusted proxies as the settings have them, made into ranges of addresses. */
public final class ProxySettings {
    private ProxySettings() {}

    /** The ranges; what is none is among the problems. */
    public static List<AddressRange> read(Settings settings, Problems problems) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : settings.server().trustedProxies()) {
            Optional<AddressRange> range = AddressRange.parse(text);
            range.ifPresentOrElse(
                    ranges::add,
                    () -> problems.add(
                            "server.trusted-proxies",
                            text,
                            "must be addresses or ranges without bits behind the prefix, such as 10.0.0.0/8"));
        }
        return ranges;
    }
}
