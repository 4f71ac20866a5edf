package dev.postern.users;

import dev.postern.crypto.RandomText;
import dev.postern.users.UserStore.StoredUser;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** Imports users with their bcrypt hashes. Logins replace them by hashes with the configured cost. */
public final class UserImport {
    private static final int CHUNK = 500;

    private final UserStore store;
    private final InstantSource clock;

    public UserImport(UserStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A user to import.
     *
     * @param hash empty if the file has none
     * @param roles empty to leave as they are, or to give none
     * @param disabled empty to leave as it is
     */
    public record Candidate(
            int line, String name, String hash, Optional<Set<String>> roles, Optional<Boolean> disabled) {
        @Override
        public String toString() {
            return "Candidate[line=" + line + ", name=" + name + "]";
        }
    }

    /** The result of a record. */
    public enum Result {
        ADDED,
        UPDATED,
        SKIPPED,
        REFUSED
    }

    /**
     * The report of a record.
     *
     * @param reason why it was skipped or refused; otherwise empty
     */
    public record Report(int line, String name, Result result, String reason) {}

    private record Planned(Report report, Optional<UserStore.Import> write) {}

    /**
     * Imports users. New ones are added, existing ones are skipped. With {@code update}, the hash, the roles and the
     * disabling of existing users are changed, each only if the file differs from the last import: changes made here
     * since then stay.
     *
     * @param update to change users who exist
     * @param dryRun to report what would be done, and do nothing
     * @param atomic to do nothing if any is refused
     * @return a report for each, in order
     */
    public List<Report> run(List<Candidate> candidates, boolean update, boolean dryRun, boolean atomic) {
        List<Planned> plan = plan(candidates, update);
        boolean refused = plan.stream().anyMatch(planned -> planned.report().result() == Result.REFUSED);
        int chunk = atomic ? Math.max(1, plan.size()) : CHUNK;
        List<Report> reports = new ArrayList<>();
        for (int start = 0; start < plan.size(); start += chunk) {
            List<Planned> part = plan.subList(start, Math.min(plan.size(), start + chunk));
            reports.addAll(write(part, dryRun || (atomic && refused), atomic));
        }
        return reports;
    }

    private List<Planned> plan(List<Candidate> candidates, boolean update) {
        Set<String> seen = new HashSet<>();
        List<Planned> plan = new ArrayList<>();
        for (Candidate candidate : candidates) {
            plan.add(plan(candidate, update, seen));
        }
        return plan;
    }

    private Planned plan(Candidate candidate, boolean update, Set<String> seen) {
        Username name;
        try {
            name = Username.parse(candidate.name());
            Roles.check(candidate.roles().orElse(Set.of()));
        } catch (UserRefused refused) {
            return refused(
                    candidate,
                    refused.reason() == UserRefused.Reason.INVALID_ROLE
                            ? "a role has 1 to 64 of a-z 0-9 . _ : - and a user has at most 32 of them"
                            : "a username has 1 to 64 letters, digits and ._@+- and nothing else");
        }
        if (!seen.add(name.key())) {
            return refused(candidate, "the file has this name twice, but for case");
        }
        Optional<StoredUser> existing = store.findByUsernameKey(name.key());
        boolean needsHash = existing.isEmpty() || !candidate.hash().isEmpty();
        Optional<String> objection = needsHash ? ForeignHash.objection(candidate.hash()) : Optional.empty();
        if (objection.isPresent()) {
            return refused(candidate, objection.get());
        }
        if (existing.isEmpty()) {
            return add(candidate, name);
        }
        return update ? update(candidate, existing.get()) : skipped(candidate, existing.get(), "exists");
    }

    private static Planned skipped(Candidate candidate, StoredUser existing, String reason) {
        return new Planned(
                new Report(candidate.line(), existing.user().username(), Result.SKIPPED, reason), Optional.empty());
    }

    private static UserStore.Imported said(Candidate candidate) {
        return new UserStore.Imported(
                Optional.of(candidate.hash()).filter(hash -> !hash.isEmpty()), candidate.roles(), candidate.disabled());
    }

    private Planned add(Candidate candidate, Username name) {
        User user = new User(
                RandomText.id(),
                name.text(),
                candidate.roles().orElse(Set.of()),
                candidate.disabled().orElse(false),
                now(),
                Optional.empty());
        StoredUser stored = new StoredUser(user, name.key(), candidate.hash());
        return new Planned(
                new Report(candidate.line(), name.text(), Result.ADDED, ""),
                Optional.of(new UserStore.Import(stored, Optional.empty(), said(candidate))));
    }

    private static Planned update(Candidate candidate, StoredUser existing) {
        User user = existing.user();
        UserStore.Imported said = said(candidate);
        UserStore.Imported before = existing.imported();
        UserStore.Change change = new UserStore.Change(
                changed(said.roles(), before.roles()).filter(roles -> !roles.equals(user.roles())),
                changed(said.disabled(), before.disabled()).filter(disabled -> disabled != user.disabled()),
                changed(said.passwordHash(), before.passwordHash())
                        .filter(hash -> !hash.equals(existing.passwordHash())));
        String done = describe(change);
        if (done.isEmpty() && before.then(said).equals(before)) {
            return skipped(candidate, existing, "nothing differs from the last import");
        }
        UserStore.Import write = new UserStore.Import(existing, Optional.of(change), before.then(said));
        Report report = done.isEmpty()
                ? new Report(candidate.line(), user.username(), Result.SKIPPED, "is so already")
                : new Report(candidate.line(), user.username(), Result.UPDATED, done);
        return new Planned(report, Optional.of(write));
    }

    /** The value of this import, unless the last import had the same. */
    private static <T> Optional<T> changed(Optional<T> said, Optional<T> before) {
        return said.filter(value -> !before.equals(Optional.of(value)));
    }

    private static String describe(UserStore.Change change) {
        StringJoiner done = new StringJoiner(", ");
        change.roles()
                .map(roles -> roles.isEmpty() ? "no roles" : "roles " + String.join(" ", new TreeSet<>(roles)))
                .ifPresent(done::add);
        change.disabled().map(disabled -> disabled ? "disabled" : "enabled").ifPresent(done::add);
        change.passwordHash().map(hash -> "password").ifPresent(done::add);
        return done.toString();
    }

    private static Planned refused(Candidate candidate, String reason) {
        return new Planned(new Report(candidate.line(), candidate.name(), Result.REFUSED, reason), Optional.empty());
    }

    /** Writes in one transaction. A record that the store refuses is reported and left out; if atomic, all are. */
    private List<Report> write(List<Planned> part, boolean dryRun, boolean atomic) {
        List<Planned> left = new ArrayList<>(part);
        boolean rehearsal = dryRun;
        while (true) {
            List<Integer> writing = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                if (left.get(i).write().isPresent()) {
                    writing.add(i);
                }
            }
            List<UserStore.Import> imports =
                    writing.stream().map(i -> left.get(i).write().orElseThrow()).toList();
            OptionalInt failed = store.importAll(imports, rehearsal, now());
            if (failed.isEmpty()) {
                return left.stream().map(Planned::report).toList();
            }
            int index = writing.get(failed.getAsInt());
            left.set(index, refusedByStore(left.get(index)));
            rehearsal = rehearsal || atomic;
        }
    }

    private static Planned refusedByStore(Planned planned) {
        Report report = planned.report();
        String reason = report.result() == Result.ADDED
                ? "the name was used meanwhile"
                : "this is the last enabled user with the role admin";
        return new Planned(new Report(report.line(), report.name(), Result.REFUSED, reason), Optional.empty());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
