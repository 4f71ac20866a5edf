package dev.postern.local;

import dev.postern.assembly.PageSettings;
import dev.postern.assembly.PathGroupSettings;
import dev.postern.assembly.SessionServices;
import dev.postern.cli.AdminStore;
import dev.postern.cli.NotFound;
import dev.postern.cli.Program.Login;
import dev.postern.doctor.Examination;
import dev.postern.gate.HostName;
import dev.postern.gate.PathGroup;
import dev.postern.gate.PathGroups;
import dev.postern.gate.PathPattern;
import dev.postern.gate.Target;
import dev.postern.http.server.CookieScope;
import dev.postern.http.server.SessionCookie;
import dev.postern.ops.AuditEvent;
import dev.postern.sessions.BrowserSessions;
import dev.postern.sessions.IssuedCookie;
import dev.postern.sessions.OpenedBrowserSession;
import dev.postern.settings.Problems;
import dev.postern.settings.Settings;
import dev.postern.users.LoginRefused;
import dev.postern.users.User;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/** What the settings and the store add to an examination from outside. */
public final class LocalDoctor {
    /** No host has this name (RFC 6761). */
    private static final String OTHER_HOST = "other.invalid";

    private static final int MOST_PATHS = 20;

    private LocalDoctor() {}

    /** The paths of a host that the groups of the settings protect, one for each pattern. */
    public static List<String> protectedPaths(Settings settings, URI url) {
        PathGroups groups = PathGroupSettings.read(settings, new Problems()).orElseThrow();
        String host = HostName.of(url.getAuthority());
        return groups.all().stream()
                .filter(group -> !group.open() && group.enforce() && group.coversMethod("GET"))
                .flatMap(group -> group.patterns().stream()
                        .map(LocalDoctor::example)
                        .filter(path -> belongsTo(groups.locate("GET", host, path), group)))
                .distinct()
                .limit(MOST_PATHS)
                .toList();
    }

    private static String example(PathPattern pattern) {
        return pattern.encoded() + (pattern.below() ? "/" : "");
    }

    private static boolean belongsTo(Target target, PathGroup group) {
        return target instanceof Target.Grouped grouped && grouped.group().equals(group);
    }

    /** Signs somebody in, and out again afterwards. */
    public static <T> T signedIn(
            AdminStore accounts,
            SessionServices services,
            Settings settings,
            URI url,
            Login login,
            Function<Examination.SignedIn, T> task)
            throws NotFound {
        User user = authenticate(accounts, login);
        CookieScope scopes = PageSettings.cookies(settings);
        String host = HostName.of(url.getAuthority());
        BrowserSessions browsers = services.browsers();
        OpenedBrowserSession opened = browsers.open(user, false, scopes.of(host), "", "postern-doctor")
                .orElseThrow(() -> new NotFound("the account was disabled or removed meanwhile"));
        IssuedCookie cookie = opened.cookie();
        try {
            accounts.audit(AuditEvent.Kind.LOGIN, user.username(), "to examine " + host);
            String name = scopes.name(SessionCookie.NAME, host, "https".equals(url.getScheme()));
            String other = browsers.cookie(cookie.session().id(), OTHER_HOST)
                    .orElseThrow()
                    .value();
            return task.apply(
                    new Examination.SignedIn(user.username(), name + "=" + cookie.value(), name + "=" + other));
        } finally {
            accounts.endSession(cookie.session().id());
            accounts.audit(AuditEvent.Kind.LOGOUT, user.username(), "the examination is over");
        }
    }

    private static User authenticate(AdminStore accounts, Login login) throws NotFound {
        try {
            return accounts.users().authenticate(login.username(), login.password());
        } catch (LoginRefused refused) {
            if (refused.reason() != LoginRefused.Reason.INVALID_CREDENTIALS) {
                throw new IllegalStateException("the password could not be checked: " + refused.reason(), refused);
            }
            accounts.audit(AuditEvent.Kind.LOGIN_FAILED, login.username(), "wrong password for an examination");
            throw new NotFound("the username or the password is wrong");
        }
    }
}
