package dev.postern.users;

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

/** Takes over users from elsewhere with their bcrypt hashes, which logins raise to the cost that is set. */
public final class UserImport {
    private static final int CHUNK = 500;

    private final UserStore store;
    private final InstantSource clock;

    public UserImport(UserStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A user to be taken over.
     *
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

    /** What became of a record. */
    public enum Result {
        ADDED,
        UPDATED,
        SKIPPED,
        REFUSED
    }

    /**
     * The report of a record.
     *
     * @param reason why, where it was skipped or refused; empty otherwise
     */
    public record Report(int line, String name, Result result, String reason) {}

    private record Planned(Report report, Optional<UserStore.Import> write) {}

    /**
     * Takes users over: those of new names are added, of the others hash, roles and disabling become what the file says
     * of them.
     *
     * @param dryRun to report what would be done, and do nothing
     * @param atomic to do nothing if any is refused
     * @return a report for each, in order
     */
    public List<Report> run(List<Candidate> candidates, boolean dryRun, boolean atomic) {
        List<Planned> plan = plan(candidates);
        boolean refused = plan.stream().anyMatch(planned -> planned.report().result() == Result.REFUSED);
        int chunk = atomic ? Math.max(1, plan.size()) : CHUNK;
        List<Report> reports = new ArrayList<>();
        for (int start = 0; start < plan.size(); start += chunk) {
            List<Planned> part = plan.subList(start, Math.min(plan.size(), start + chunk));
            reports.addAll(write(part, dryRun || (atomic && refused), atomic));
        }
        return reports;
    }

    private List<Planned> plan(List<Candidate> candidates) {
        Set<String> seen = new HashSet<>();
        List<Planned> plan = new ArrayList<>();
        for (Candidate candidate : candidates) {
            plan.add(plan(candidate, seen));
        }
        return plan;
    }

    private Planned plan(Candidate candidate, Set<String> seen) {
        Username name;
        try {
            name = Username.parse(candidate.name());
            Users.checkRoles(candidate.roles().orElse(Set.of()));
        } catch (UserRefused refused) {
            return refused(
                    candidate,
                    refused.reason() == UserRefused.Reason.INVALID_ROLE
                            ? "a role has 1 to 64 of a-z 0-9 . _ : - and a user has at most 32 of them"
                            : "a username has 1 to 64 letters, digits and ._@+- and nothing else");
        }
        Optional<String> objection = ForeignHash.objection(candidate.hash());
        if (objection.isPresent()) {
            return refused(candidate, objection.get());
        }
        if (!seen.add(name.key())) {
            return refused(candidate, "the file has this name twice, but for case");
        }
        return store.findByUsernameKey(name.key())
                .map(existing -> update(candidate, existing))
                .orElseGet(() -> add(candidate, name));
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
                Optional.of(new UserStore.Import(stored, Optional.empty())));
    }

    private static Planned update(Candidate candidate, StoredUser existing) {
        User user = existing.user();
        UserStore.Change change = new UserStore.Change(
                candidate.roles().filter(roles -> !roles.equals(user.roles())),
                candidate.disabled().filter(disabled -> disabled != user.disabled()),
                Optional.of(candidate.hash()).filter(hash -> !hash.equals(existing.passwordHash())));
        boolean differs = change.roles().isPresent()
                || change.disabled().isPresent()
                || change.passwordHash().isPresent();
        return differs
                ? new Planned(
                        new Report(candidate.line(), user.username(), Result.UPDATED, ""),
                        Optional.of(new UserStore.Import(existing, Optional.of(change))))
                : new Planned(
                        new Report(candidate.line(), user.username(), Result.SKIPPED, "nothing differs"),
                        Optional.empty());
    }

    private static Planned refused(Candidate candidate, String reason) {
        return new Planned(new Report(candidate.line(), candidate.name(), Result.REFUSED, reason), Optional.empty());
    }

    /** Writes as one transaction; a record that the store refuses is reported and left out, or all are with it. */
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
                ? "the name was taken meanwhile"
                : "this is the last enabled user with the role admin";
        return new Planned(new Report(report.line(), report.name(), Result.REFUSED, reason), Optional.empty());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
