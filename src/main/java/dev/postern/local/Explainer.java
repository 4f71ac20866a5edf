package dev.postern.local;

import dev.postern.assembly.PathGroupSettings;
import dev.postern.cli.Explanation;
import dev.postern.cli.RequestUrl;
import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.gate.PathGroups;
import dev.postern.gate.Verdict;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.Refusals;
import dev.postern.settings.Problems;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsRefused;
import java.net.URI;
import java.util.Optional;

/** What the gate decides of an imagined request, under the groups of the settings. */
public final class Explainer {
    private Explainer() {}

    /**
     * Explains one request.
     *
     * @param caller who sends it; empty for a request without a credential
     */
    public static Explanation explain(Settings settings, String method, RequestUrl url, Optional<Caller> caller)
            throws SettingsRefused {
        String host = url.host().orElse(ownHost(settings));
        return explanation(
                Gate.decideFor(groups(settings).locate(method, host, url.rawPath()), caller),
                new Refusals(settings.token().rejectedStatus()));
    }

    private static PathGroups groups(Settings settings) throws SettingsRefused {
        Problems problems = new Problems();
        Optional<PathGroups> groups = PathGroupSettings.read(settings, problems);
        problems.refuseIfAny();
        return groups.orElseThrow();
    }

    /** The host of a path alone: the server's own. */
    private static String ownHost(Settings settings) {
        return settings.server().publicUrl().map(URI::getHost).orElse("");
    }

    private static Explanation explanation(Verdict verdict, Refusals refusals) {
        if (verdict instanceof Verdict.Refused refused) {
            Refusal refusal = refusals.of(refused);
            String group = refused instanceof Verdict.NotAdmitted byGroup
                    ? byGroup.group().name()
                    : "";
            return new Explanation(group, false, refusal.status(), refusal.code(), refusal.message());
        }
        Verdict.Allowed allowed = (Verdict.Allowed) verdict;
        String reason = allowed.waived()
                .map(waived -> "The group is not enforced; it would refuse: " + waived)
                .orElse(allowed.group().open() ? "The group is public." : "The user has access to the group.");
        String destination = allowed.group()
                .destination()
                .map(words -> " Its requests are " + words + ".")
                .orElse("");
        return new Explanation(allowed.group().name(), true, 200, "", reason + destination);
    }
}
