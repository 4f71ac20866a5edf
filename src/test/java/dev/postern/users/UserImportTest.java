package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.users.UserImport.Candidate;
import dev.postern.users.UserImport.Report;
import dev.postern.users.UserImport.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users taken over from elsewhere. */
class UserImportTest {
    private static final String HASH = "$2b$05$" + "a".repeat(53);
    private static final String OTHER = "$2y$05$" + "b".repeat(53);

    private final InMemoryUserStore store = new InMemoryUserStore();
    private final UserImport imports = new UserImport(store, InstantSource.fixed(Instant.EPOCH));
    private int line;

    private Candidate user(String name, String hash) {
        return new Candidate(++line, name, hash, Optional.empty(), Optional.empty());
    }

    private List<Result> run(Candidate... candidates) {
        return results(imports.run(List.of(candidates), true, false, false));
    }

    private static List<Result> results(List<Report> reports) {
        return reports.stream().map(Report::result).toList();
    }

    private String hashOf(String key) {
        return store.findByUsernameKey(key).orElseThrow().passwordHash();
    }

    @Test
    void newOnesAreAddedOthersUpdatedAndEqualOnesSkipped() {
        assertThat(run(user("Ann", HASH), user("bob", HASH))).containsExactly(Result.ADDED, Result.ADDED);
        assertThat(run(user("ANN", OTHER), user("bob", HASH))).containsExactly(Result.UPDATED, Result.SKIPPED);
        assertThat(hashOf("ann")).isEqualTo(OTHER);
        Candidate more = new Candidate(1, "bob", HASH, Optional.of(Set.of("docs")), Optional.of(true));
        assertThat(run(more)).containsExactly(Result.UPDATED);
        assertThat(run(user("bob", HASH))).containsExactly(Result.SKIPPED);
        User bob = store.findByUsernameKey("bob").orElseThrow().user();
        assertThat(bob.roles()).containsExactly("docs");
        assertThat(bob.disabled()).isTrue();
    }

    @Test
    void peopleWhoExistAreSkippedUnlessUpdatesAreAskedFor() {
        run(user("ann", HASH));
        List<Report> again = imports.run(List.of(user("ann", OTHER)), false, false, false);
        assertThat(again.get(0).result()).isEqualTo(Result.SKIPPED);
        assertThat(again.get(0).reason()).isEqualTo("exists");
        assertThat(hashOf("ann")).isEqualTo(HASH);
    }

    @Test
    void whatWasChangedHereSinceTheLastImportStaysWhenTheSameFileIsImportedAgain() {
        Candidate file = new Candidate(1, "ann", HASH, Optional.of(Set.of("docs")), Optional.of(false));
        run(file);
        store.change(
                store.findByUsernameKey("ann").orElseThrow().user().id(),
                new UserStore.Change(Optional.of(Set.of("docs", "team")), Optional.of(true), Optional.of(OTHER)),
                Instant.EPOCH);

        assertThat(run(file)).containsExactly(Result.SKIPPED);
        assertThat(hashOf("ann")).isEqualTo(OTHER);

        Candidate later = new Candidate(1, "ann", HASH, Optional.of(Set.of("other")), Optional.of(false));
        Report report = imports.run(List.of(later), true, false, false).get(0);
        assertThat(report.result()).isEqualTo(Result.UPDATED);
        assertThat(report.reason()).isEqualTo("roles other");
        User ann = store.findByUsernameKey("ann").orElseThrow().user();
        assertThat(ann.disabled()).isTrue();
        assertThat(hashOf("ann")).isEqualTo(OTHER);
    }

    @Test
    void anUpdateNeedsNoHash() {
        run(user("ann", HASH));
        Candidate roles = new Candidate(1, "ann", "", Optional.of(Set.of("docs")), Optional.empty());
        assertThat(run(roles)).containsExactly(Result.UPDATED);
        assertThat(hashOf("ann")).isEqualTo(HASH);
    }

    @Test
    void whatIsWrongIsRefusedAndTheRestIsDone() {
        Candidate wrongRole = new Candidate(9, "eve", HASH, Optional.of(Set.of("No Role")), Optional.empty());
        assertThat(run(user("a b", HASH), user("ann", HASH), user("ANN", HASH), user("bob", ""), wrongRole))
                .containsExactly(Result.REFUSED, Result.ADDED, Result.REFUSED, Result.REFUSED, Result.REFUSED);
        assertThat(store.list("", "", 10)).hasSize(1);
    }

    @Test
    void atomicMeansAllOrNothing() {
        List<Report> reports = imports.run(List.of(user("ann", HASH), user("a b", HASH)), false, false, true);
        assertThat(results(reports)).containsExactly(Result.ADDED, Result.REFUSED);
        assertThat(store.list("", "", 10)).isEmpty();
        imports.run(List.of(user("ann", HASH), user("bob", HASH)), false, false, true);
        assertThat(store.list("", "", 10)).hasSize(2);
    }

    @Test
    void aDryRunReportsTheSameAndDoesNothing() {
        List<Report> rehearsed = imports.run(List.of(user("ann", HASH), user("a b", HASH)), false, true, false);
        assertThat(store.list("", "", 10)).isEmpty();
        line = 0;
        assertThat(imports.run(List.of(user("ann", HASH), user("a b", HASH)), false, false, false))
                .isEqualTo(rehearsed);
    }

    @Test
    void theLastAdminIsNotImportedAway() {
        imports.run(
                List.of(new Candidate(1, "chief", HASH, Optional.of(Set.of("admin")), Optional.empty())),
                false,
                false,
                false);
        Candidate demoted = new Candidate(1, "chief", HASH, Optional.of(Set.of()), Optional.empty());
        assertThat(run(user("ann", HASH), demoted)).containsExactly(Result.ADDED, Result.REFUSED);
        assertThat(store.findByUsernameKey("chief").orElseThrow().user().roles())
                .containsExactly("admin");
        List<Report> atomic = imports.run(List.of(user("bob", HASH), demoted), true, false, true);
        assertThat(results(atomic)).containsExactly(Result.ADDED, Result.REFUSED);
        assertThat(store.findByUsernameKey("bob")).isEmpty();
    }

    @Test
    void thousandsAreTakenOver() {
        List<Candidate> many = java.util.stream.IntStream.range(0, 2_001)
                .mapToObj(n -> user("user" + n, HASH))
                .toList();
        assertThat(results(imports.run(many, false, false, false)))
                .hasSize(2_001)
                .containsOnly(Result.ADDED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$argon2id$v=19$m=65536,t=3,p=4$abc$def | Argon2",
                "$scrypt$ln=16,r=8,p=1$abc$def | scrypt",
                "$pbkdf2-sha512$310000$abc$def | PBKDF2",
                "pbkdf2_sha256$600000$abc$def | PBKDF2",
                "$apr1$abcdefgh$0123456789 | MD5-crypt",
                "$1$abcdefgh$0123456789 | MD5-crypt",
                "$5$rounds=5000$abc$def | SHA-256-crypt",
                "$6$rounds=50000$abc$def | SHA-512-crypt",
                "{SHA}abcdef= | a SHA hash",
                "{SSHA}abcdef= | a SHA hash",
                "5f4dcc3b5aa765d61d8327deb882cf99 | plain MD5 or SHA",
                "rqXexS6ZhobKA | old crypt",
                "hunter2 | in the clear",
                "$2x$05$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | faulty implementation",
                "$2b$17$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | cost over 16",
                "$2b$05$short | malformed",
            })
    void aHashOfAnotherKindIsNamedAndNotShown(String hash, String kind) {
        Report report =
                imports.run(List.of(user("ann", hash)), false, false, false).get(0);
        assertThat(report.result()).isEqualTo(Result.REFUSED);
        assertThat(report.reason()).contains(kind, "only bcrypt").doesNotContain(hash);
    }
}
