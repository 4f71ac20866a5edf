package dev.postern.http.admin;

import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.gate.PathGroup;
import dev.postern.gate.PathPattern;
import dev.postern.gate.Verdict;
import dev.postern.http.body.QueryParameters;
import dev.postern.http.pages.Form;
import dev.postern.http.pages.Pages;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.RequestInfo;
import dev.postern.ops.ReloadState;
import dev.postern.users.RoleMembers;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The path groups in force, and what the gate says of an imagined request. */
public final class GroupPages {
    private static final int SHOWN = 8;
    private static final Pattern URL = Pattern.compile("https?://([^/?#]*)([^?#]*).*", Pattern.CASE_INSENSITIVE);

    private final Pages pages;
    private final Gate gate;
    private final Users users;
    private final Refusals refusals;
    private final ReloadState reload;

    public GroupPages(Pages pages, Gate gate, Users users, Refusals refusals, ReloadState reload) {
        this.pages = pages;
        this.gate = gate;
        this.users = users;
        this.refusals = refusals;
        this.reload = reload;
    }

    public void page(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx).only("method", "url", "person");
        Form form = Form.of(Map.of(
                "method", query.string("method").orElse("GET"),
                "url", query.string("url").orElse("").strip(),
                "person", query.string("person").orElse("").strip()));
        Optional<GroupsPage.Answer> answer =
                form.value("url").isEmpty() ? Optional.empty() : Optional.of(answer(ctx, form));
        pages.show(ctx, "groups.jte", "Path groups", new GroupsPage(rows(), reload.problems(), form, answer));
    }

    private List<GroupsPage.Row> rows() {
        return gate.groups().all().stream().map(this::row).toList();
    }

    private GroupsPage.Row row(PathGroup group) {
        RoleMembers people = group.roles().isEmpty() ? RoleMembers.NONE : users.enabledWith(group.roles(), SHOWN);
        return new GroupsPage.Row(
                group.name(),
                list(group.hosts()),
                group.patterns().stream().map(PathPattern::toString).collect(Collectors.joining(", ")),
                list(group.methods()),
                group.destination().orElse(""),
                group.admitted(),
                !group.roles().isEmpty(),
                people.names(),
                people.more());
    }

    private static String list(Collection<String> words) {
        return words.isEmpty() ? "any" : words.stream().sorted().collect(Collectors.joining(", "));
    }

    private GroupsPage.Answer answer(Context ctx, Form form) {
        Matcher url = URL.matcher(form.value("url"));
        boolean whole = url.matches();
        String host = whole ? url.group(1) : RequestInfo.of(ctx).authority();
        String path = whole ? url.group(2) : form.value("url").replaceAll("[?#].*", "");
        String name = form.value("person");
        Optional<User> user = users.findByName(name);
        if (!name.isEmpty() && user.isEmpty()) {
            return new GroupsPage.Answer(false, "There is no person with the name " + name + ".");
        }
        Optional<Caller> caller = user.map(
                found -> new Caller.Person(found.id(), found.username(), found.roles(), "", found.tokensFrom()));
        Verdict verdict = Gate.decideFor(gate.locate(form.value("method"), host, path.isEmpty() ? "/" : path), caller);
        String who = user.map(User::username).orElse("somebody who is not signed in");
        return explain(verdict, who, user.filter(User::disabled).isPresent());
    }

    private GroupsPage.Answer explain(Verdict verdict, String who, boolean disabled) {
        if (verdict instanceof Verdict.Refused refused) {
            Refusal refusal = refusals.of(refused);
            String group = refused instanceof Verdict.NotAdmitted notAdmitted
                    ? " by the group " + notAdmitted.group().name()
                    : "";
            return new GroupsPage.Answer(
                    false, "Refused for " + who + group + ": " + refusal.status() + ", " + refusal.message());
        }
        Verdict.Allowed allowed = (Verdict.Allowed) verdict;
        String group = allowed.group().name();
        if (disabled && !allowed.group().open()) {
            return new GroupsPage.Answer(false, who + " is disabled, and cannot sign in.");
        }
        return new GroupsPage.Answer(
                true,
                "Allowed for " + who + " by the group " + group
                        + allowed.waived()
                                .map(reason -> ", which is not enforced: it would refuse this")
                                .orElse("")
                        + ".");
    }
}
