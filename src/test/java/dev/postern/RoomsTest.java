package dev.postern;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom: the table of rooms in CONTRIBUTING.md. */
class RoomsTest {
    private static final String BASE = "dev.postern.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.postern");

    private static final List<String> HTTP_SHARED = List.of("refusal", "body", "server", "gate");

    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry("settings", List.of()),
            Map.entry("crypto", List.of()),
            Map.entry("tokens", List.of("crypto")),
            Map.entry("keys", List.of("crypto", "tokens")),
            Map.entry("users", List.of("crypto")),
            Map.entry("metrics", List.of()),
            Map.entry("ops", List.of()),
            Map.entry("imports", List.of()),
            Map.entry("sessions", List.of("crypto", "tokens", "users")),
            Map.entry("gate", List.of("tokens", "users", "sessions")),
            Map.entry("store", List.of("tokens", "keys", "users", "sessions", "ops")),
            Map.entry(
                    "assembly",
                    List.of(
                            "settings",
                            "crypto",
                            "tokens",
                            "keys",
                            "users",
                            "sessions",
                            "gate",
                            "ops",
                            "metrics",
                            "store",
                            "http")),
            Map.entry(
                    "background",
                    List.of(
                            "settings",
                            "keys",
                            "users",
                            "sessions",
                            "gate",
                            "ops",
                            "metrics",
                            "store",
                            "http",
                            "assembly")),
            Map.entry(
                    "local",
                    List.of(
                            "settings",
                            "tokens",
                            "keys",
                            "users",
                            "sessions",
                            "gate",
                            "ops",
                            "store",
                            "http",
                            "assembly",
                            "proxies",
                            "doctor",
                            "cli")),
            Map.entry("http", List.of("crypto", "tokens", "users", "sessions", "gate", "ops", "metrics")),
            Map.entry("proxies", List.of("gate")),
            Map.entry("doctor", List.of()),
            Map.entry(
                    "cli",
                    List.of(
                            "settings",
                            "tokens",
                            "keys",
                            "users",
                            "sessions",
                            "gate",
                            "ops",
                            "imports",
                            "proxies",
                            "doctor")));

    /** The rooms inside {@code http}: those that every other may use, and which of those use each other. */
    private static final Map<String, List<String>> HTTP_ROOMS = Map.ofEntries(
            Map.entry("refusal", List.of()),
            Map.entry("body", List.of("refusal")),
            Map.entry("server", List.of("refusal", "body")),
            Map.entry("gate", List.of("refusal", "body", "server")),
            Map.entry("group", HTTP_SHARED),
            Map.entry("pages", HTTP_SHARED),
            Map.entry("login", with("pages")),
            Map.entry("account", with("login", "pages")),
            Map.entry("admin", with("pages")),
            Map.entry("oauth", with("login")),
            Map.entry("feed", HTTP_SHARED),
            Map.entry("ops", HTTP_SHARED));

    /** The rooms inside {@code store}. */
    private static final Map<String, List<String>> STORE_ROOMS = Map.of(
            "store.engine", List.of(),
            "store.sqlite", List.of("store.engine"),
            "store.postgres", List.of("store.engine"),
            "store", List.of("store.engine", "store.sqlite", "store.postgres"),
            "store.tables", List.of("store", "store.engine"));

    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "tokens", List.of("com.auth0.."),
            "users", List.of("org.mindrot..", "com.nulabinc.."),
            "imports", List.of("com.fasterxml.jackson.dataformat..", "org.yaml.."),
            "store", List.of("org.jdbi..", "com.zaxxer..", "org.sqlite..", "java.sql..", "javax.sql.."),
            "http",
                    List.of(
                            "io.javalin..",
                            "org.eclipse.jetty..",
                            "jakarta..",
                            "gg.jte..",
                            "io.nayuki..",
                            "crawlercommons.."),
            "metrics", List.of("io.prometheus.."),
            "cli", List.of("picocli.."));

    private static List<String> with(String... others) {
        return Stream.concat(HTTP_SHARED.stream(), Stream.of(others)).toList();
    }

    static Stream<String> rooms() {
        return ROOMS.keySet().stream().sorted();
    }

    static Stream<String> httpRooms() {
        return HTTP_ROOMS.keySet().stream().sorted();
    }

    static Stream<String> storeRooms() {
        return STORE_ROOMS.keySet().stream().sorted();
    }

    static Stream<String> roomsWithLibraries() {
        return LIBRARIES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomUsesOnlyTheRoomsThatItMay(String room) {
        checkUses("dev.postern..", room, ROOMS, name -> BASE + name + "..");
    }

    @ParameterizedTest
    @MethodSource("httpRooms")
    void aRoomOfHttpUsesOnlyTheRoomsOfHttpThatItMay(String room) {
        checkUses(BASE + "http..", room, HTTP_ROOMS, name -> BASE + "http." + name);
    }

    @ParameterizedTest
    @MethodSource("storeRooms")
    void aRoomOfTheStoreUsesOnlyTheRoomsOfTheStoreThatItMay(String room) {
        checkUses(BASE + "store..", room, STORE_ROOMS, name -> BASE + name);
    }

    /** Of the packages within, a room uses only itself and those that the table names. */
    private static void checkUses(
            String within, String room, Map<String, List<String>> table, UnaryOperator<String> packageOf) {
        String[] allowed = Stream.concat(Stream.of(room), table.getOrDefault(room, List.of()).stream())
                .map(packageOf)
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> others =
                resideInAPackage(within).and(DescribedPredicate.not(resideInAnyPackage(allowed)));
        noClasses()
                .that()
                .resideInAPackage(packageOf.apply(room))
                .should()
                .dependOnClassesThat(others)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("roomsWithLibraries")
    void aLibraryIsUsedInOneRoom(String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LIBRARIES.getOrDefault(room, List.of()).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void thereIsNoCircleBetweenPackages() {
        slices().matching("dev.postern.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyRoomIsInTheTables() {
        Stream<String> top = Stream.concat(Stream.of("dev.postern"), rooms().map(name -> BASE + name + ".."));
        noClasses().should().resideOutsideOfPackages(top.toArray(String[]::new)).check(CLASSES);
        Stream<String> http =
                Stream.concat(Stream.of(BASE + "http"), httpRooms().map(name -> BASE + "http." + name));
        noClasses()
                .that()
                .resideInAPackage(BASE + "http..")
                .should()
                .resideOutsideOfPackages(http.toArray(String[]::new))
                .check(CLASSES);
    }
}
