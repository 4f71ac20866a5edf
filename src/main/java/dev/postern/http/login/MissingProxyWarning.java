package dev.postern.http.login;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns if the logins of many accounts come from one address: it is probably a proxy that the settings do not name. */
final class MissingProxyWarning {
    private static final Logger LOG = LoggerFactory.getLogger("postern.login");
    private static final int ENOUGH_LOGINS = 100;
    private static final int ENOUGH_ACCOUNTS = 5;

    private final BiConsumer<Integer, String> report;
    private final Set<String> accounts = new HashSet<>();
    private String address = "";
    private int logins;
    private boolean settled;

    MissingProxyWarning() {
        this(MissingProxyWarning::log);
    }

    /** @param report takes the number of logins and their address, once */
    MissingProxyWarning(BiConsumer<Integer, String> report) {
        this.report = report;
    }

    synchronized void note(String from, String account) {
        if (settled) {
            return;
        }
        if (!address.isEmpty() && !address.equals(from)) {
            settled = true;
            return;
        }
        address = from;
        logins++;
        accounts.add(account);
        if (logins >= ENOUGH_LOGINS && accounts.size() >= ENOUGH_ACCOUNTS) {
            settled = true;
            report.accept(logins, from);
        }
    }

    private static void log(int logins, String from) {
        LOG.warn(
                "all {} logins came from {}; if that is a proxy, set server.trusted-proxies to its address, "
                        + "because one person who guesses passwords uses up the attempts of everybody",
                logins,
                from);
    }
}
