package dev.postern.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each range at its edge, and what contradicts itself. */
class BoundsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.port | 0 | 65535 | -1 | 65536",
                "server.max-body | 1KB | 16MB | 1023 | 16777217",
                "server.drain | 0s | 10m | -1s | 600001ms",
                "server.stop-delay | 0s | 10m | -1s | 600001ms",
                "server.max-connections | 16 | 1000000 | 15 | 1000001",
                "server.idle-timeout | 1s | 1h | 999ms | 3601s",
                "token.algorithm | HS256 | ES384 | none | RS512",
                "token.clock-skew | 0s | 5m | 1 | 301s",
                "token.refresh-grace | 0ms | 60m | 0 | 3601s",
                "token.rejected-status | 401 | 403 | 400 | 404",
                "session.max-per-user | 1 | 10000 | 0 | 10001",
                "session.browser-idle | 5m | 366d | 299s | 367d",
                "password.bcrypt-cost | 10 | 16 | 9 | 17",
                "password.min-length | 8 | 72 | 7 | 73",
                "password.workers | 1 | 256 | 0 | 257",
                "password.queue | 1 | 10000 | 0 | 10001",
            })
    void boundIsTakenAndWhatIsPastItRefused(String key, String least, String most, String below, String above) {
        assertThat(Reading.problems(key + "=" + least)).isEmpty();
        assertThat(Reading.problems(key + "=" + most)).isEmpty();
        assertThat(Reading.problems(key + "=" + below))
                .singleElement()
                .asString()
                .startsWith(key + " = " + below);
        assertThat(Reading.problems(key + "=" + above))
                .singleElement()
                .asString()
                .startsWith(key + " = " + above);
    }

    @Test
    void lifetimesEndAtTheirBounds() {
        assertThat(lifetimes("1s", "1m", "1m")).isEmpty();
        assertThat(lifetimes("24h", "366d", "3660d")).isEmpty();
        assertThat(lifetimes("999ms", "59s", "59999ms"))
                .extracting(BoundsTest::keyOf)
                .containsExactly("session.lifetime", "token.access-lifetime", "token.refresh-lifetime");
        assertThat(lifetimes("86401s", "367d", "3661d"))
                .extracting(BoundsTest::keyOf)
                .containsExactly("session.lifetime", "token.access-lifetime", "token.refresh-lifetime");
    }

    @Test
    void whatOutlivesAnAccessTokenMayBeAsLongButNotShorter() {
        assertThat(lifetimes("15m", "15m", "900s")).isEmpty();
        assertThat(lifetimes("15m", "899s", "899999ms"))
                .containsExactly(
                        "session.lifetime = 899999ms: must not be shorter than token.access-lifetime, 15m",
                        "token.refresh-lifetime = 899s: must not be shorter than token.access-lifetime, 15m");
    }

    @Test
    void pairsOfKeysRotateNoSoonerThanServicesHearOfThem() {
        String pairs = "token.algorithm=ES256\n";
        assertThat(Reading.problems(pairs + "token.key-rotation=never")).isEmpty();
        assertThat(Reading.problems(pairs + "token.key-rotation=15m")).isEmpty();
        assertThat(Reading.problems(pairs + "token.key-rotation=3660d")).isEmpty();
        assertThat(Reading.problems(pairs + "token.key-rotation=899s"))
                .containsExactly("token.key-rotation = 899s: must not be shorter than token.access-lifetime, 15m");
        assertThat(Reading.problems(pairs + "token.key-rotation=59s"))
                .singleElement()
                .asString()
                .contains("never, or a time from 1m to 3660d");
    }

    @Test
    void secretsDoNotRotateByThemselves() {
        assertThat(Reading.problems("token.algorithm=HS512", "token.key-rotation=90d"))
                .singleElement()
                .asString()
                .startsWith("token.key-rotation = 90d: must go");
    }

    @Test
    void contradictionAcrossFileAndEnvironmentNamesTheVariable() {
        assertThat(Reading.problems("token.access-lifetime=2h", Map.of("POSTERN_TOKEN_REFRESH_LIFETIME", "1h")))
                .containsExactly("token.refresh-lifetime = 1h: must not be shorter than token.access-lifetime, 2h"
                        + " (set by POSTERN_TOKEN_REFRESH_LIFETIME)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.port=+80",
                "server.port=7070.0",
                "server.port=",
                "server.port=٣",
                "server.port=99999999999999999999",
                "server.max-body=64kb",
                "server.max-body=64 KB",
                "server.max-body=999999999MB",
                "server.drain=10",
                "server.drain=1.5s",
                "server.drain=10 s",
                "server.drain=10S",
                "server.host=",
                "server.host=127.0.0.1:80",
                "server.host=[::1]",
                "server.host=http://a.example",
                "server.host=a b",
                "server.public-url=ftp://a.example",
                "server.public-url=a.example",
                "server.public-url=http:a.example",
                "server.public-url=https://a.example/postern",
                "server.public-url=https://a.example?x=1",
                "server.public-url=https://a.example#x",
                "server.public-url=https://me@a.example",
                "server.public-url=https://a.example:0",
                "server.public-url=https://a.example:65536",
                "server.public-url=https://",
                "store.url=jdbc:sqlite:",
                "store.url=jdbc:postgresql:postern",
                "store.url=jdbc:postgresql:///postern",
                "store.url=jdbc:postgresql://db1",
                "store.url=jdbc:postgresql://db1/",
                "store.url=jdbc:postgresql://me:secret@db1/postern",
                "store.url=jdbc:mysql://db1/postern",
                "store.pool-size=1",
                "store.pool-size=201",
                "store.url=jdbc:sqlite::memory:",
                "store.url=jdbc:sqlite:file:a.db?mode=memory",
                "store.url=jdbc:sqlite:a.db?journal_mode=off",
                "store.url=postern.db",
                "store.url=",
                "page.title=",
                "page.logo=/no/such/logo.svg",
                "token.issuer=",
                "token.issuer=two words",
                "token.issuer=https://user:password@door.example.org",
                "token.audience=1:2",
                "token.refresh-grace=until used",
                "token.rejected-status=0401",
                "password.workers=Auto",
                "password.workers=",
                "cors.origins=*",
                "cors.origins=null",
                "cors.origins=https://a.example,",
                "cors.origins=https://a.example,https://A.example:443",
                "group.docs.path=",
                "group.docs.path=/a,,/b",
                "group.docs.path=/a,/a",
                "group.docs.host=",
                "group.docs.host=https://docs.example.org",
                "group.docs.host=docs.example.org:8080",
                "group.docs.host=docs.example.org/x",
                "group.docs.host=*.example.org",
                "group.docs.host=a@docs.example.org",
                "group.docs.methods=get",
                "group.docs.methods=GET POST",
                "group.docs.methods=",
                "group.docs.roles=",
                "group.docs.roles=a,b c",
                "group.docs.roles=a;b",
                "group.docs.access=Public",
                "group.docs.access=",
                "group.docs.enforce=TRUE",
                "group.docs.enforce=no",
                "group.docs.lenient-paths=1",
                "group.docs.basic=yes",
                "group.docs.identity-token=1",
                "group.docs.files=/no/such/folder",
                "group.docs.upstream=127.0.0.1:3000",
                "group.docs.upstream=ftp://127.0.0.1",
                "group.docs.upstream=http://127.0.0.1:3000/app",
                "group.docs.upstream=http://user:password@127.0.0.1",
            })
    void valueThatIsNotRightIsRefusedUnderItsKey(String line) {
        String key = line.substring(0, line.indexOf('='));
        boolean needsPath = key.startsWith("group.") && !key.endsWith(".path");
        List<String> problems = needsPath ? Reading.problems(line, "group.docs.path=/docs/*") : Reading.problems(line);
        assertThat(problems).singleElement().asString().startsWith(key + " = ").contains(": must be ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.host=localhost",
                "server.host=my_host.internal",
                "server.host=::1",
                "server.host=fe80::1%eth0",
                "server.public-url=http://door",
                "server.public-url=http://192.0.2.7:8080",
                "server.public-url=https://[2001:db8::1]:65535/",
                "store.url=jdbc:sqlite:../a b.db",
                "store.url=jdbc:postgresql://db1/postern",
                "store.url=jdbc:postgresql://[::1]:5432,db2:5433/my-db?targetServerType=primary&sslmode=require",
                "token.issuer=urn:example:door",
                "token.audience=a/b",
                "password.workers=auto",
                "cors.origins=https://a.example , https://b.example",
                "session.max-per-user=  7  ",
            })
    void unusualValueThatIsRightIsTaken(String line) {
        assertThat(Reading.problems(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:7070",
                "http://127.0.0.1:7070",
                "http://[::1]:7070/",
                "https://DOOR.internal:7070",
            })
    void anUpstreamIsNotTheServerItself(String upstream) {
        assertThat(Reading.problems(
                        "server.host=door.internal", "group.docs.path=/docs/*", "group.docs.upstream=" + upstream))
                .singleElement()
                .asString()
                .startsWith("group.docs.upstream = ")
                .contains("this is the server's own");
    }

    @Test
    void behindAGroupIsAFolderOrAnApplication(@TempDir Path folder) {
        assertThat(Reading.problems(
                        "group.docs.path=/docs/*",
                        "group.docs.files=" + folder,
                        "group.docs.upstream=http://127.0.0.1:3000"))
                .singleElement()
                .asString()
                .startsWith("group.docs.upstream = ");
    }

    @Test
    void certificateAndKeyGoTogether(@TempDir Path folder) {
        Path self = Path.of("pom.xml");

        assertThat(Reading.problems("server.tls.certificate=" + self))
                .containsExactly("server.tls.key: is missing: it goes with server.tls.certificate");
        assertThat(Reading.problems("server.tls.key=" + self))
                .containsExactly("server.tls.certificate: is missing: it goes with server.tls.key");
        assertThat(Reading.problems("server.tls.key=" + self, "server.tls.certificate=" + folder))
                .containsExactly("server.tls.certificate = " + folder + ": must be empty, or a file that exists");
    }

    @Test
    void groupNeedsAPath() {
        assertThat(Reading.problems("group.docs.roles=reader"))
                .containsExactly("group.docs.path: is missing: a group needs a path, such as /docs/*");
    }

    @Test
    void publicGroupWithRolesContradictsItself() {
        assertThat(Reading.problems("group.docs.path=/docs", "group.docs.access=public", "group.docs.roles=reader"))
                .containsExactly("group.docs.roles = reader: must go, as the group's access is public");
    }

    @Test
    void recordsRefuseTheSameContradictions() {
        Duration hour = Duration.ofHours(1);
        Duration less = hour.minusMillis(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Token(
                        "HS256", Optional.empty(), "i", "a", hour, less, Optional.empty(), less, 401));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Group(
                        "g",
                        List.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        false,
                        true,
                        false,
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        hour));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Group(
                        "g",
                        List.of("/g"),
                        Set.of(),
                        Set.of(),
                        Set.of("r"),
                        true,
                        true,
                        false,
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        hour));
        Settings settings = Reading.settings();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings(
                        settings.server(),
                        settings.store(),
                        settings.token(),
                        new Settings.Session(Duration.ofMinutes(1), 1, Duration.ofHours(12)),
                        settings.password(),
                        settings.login(),
                        settings.audit(),
                        settings.groups(),
                        settings.page(),
                        settings.cookie(),
                        settings.cors(),
                        settings.log()));
    }

    private static List<String> lifetimes(String access, String refresh, String session) {
        return Reading.problems(
                "token.access-lifetime=" + access, "token.refresh-lifetime=" + refresh, "session.lifetime=" + session);
    }

    private static String keyOf(String problem) {
        return problem.substring(0, problem.indexOf(' '));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".example.org",
                "example.org:443",
                "https://example.org",
                "org",
                "example.org.",
                "10.0.0.1",
                "Example.org",
                "a..org",
                "-a.org",
                "*.example.org"
            })
    void aCookiesDomainIsADomainAlone(String domain) {
        assertThat(Reading.problems("server.public-url=https://door.example.org", "cookie.domain=" + domain))
                .singleElement()
                .asString()
                .startsWith("cookie.domain = " + domain + ": must be");
    }

    @Test
    void aCookiesDomainCoversThePublicUrl() {
        String url = "server.public-url=https://door.example.org";
        assertThat(Reading.problems(url, "cookie.domain=example.org")).isEmpty();
        assertThat(Reading.problems(url, "cookie.domain=door.example.org")).isEmpty();
        assertThat(Reading.problems(url, "cookie.domain=oor.example.org")).hasSize(1);
        assertThat(Reading.problems(url, "cookie.domain=a.example.org")).hasSize(1);
        assertThat(Reading.problems("cookie.domain=example.org"))
                .singleElement()
                .asString()
                .startsWith("server.public-url: is missing");
    }

    @Test
    void anIdentityTokenNeedsPairsOfKeys() {
        assertThat(Reading.problems("group.docs.path=/docs", "group.docs.identity-token=true"))
                .singleElement()
                .asString()
                .startsWith("group.docs.identity-token = true: must go: with token.algorithm=HS256");
        assertThat(Reading.problems("group.docs.path=/docs", "group.docs.identity-token=true", "token.algorithm=ES256"))
                .isEmpty();
    }
}
