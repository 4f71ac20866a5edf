package dev.postern.assembly;

import dev.postern.http.server.AddressRange;
import dev.postern.settings.Problems;
import dev.postern.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes address ranges from the trusted proxies of the settings. */
public final class ProxySettings {
    private ProxySettings() {}

    /** The ranges; an invalid one is added to the problems. */
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
