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

    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry("settings", List.of()),
            Map.entry("tokens", List.of()),
            Map.entry("keys", List.of("tokens")),
            Map.entry("users", List.of()),
            Map.entry("ops", List.of()),
            Map.entry("imports", List.of()),
            Map.entry("sessions", List.of("tokens", "users")),
            Map.entry("gate", List.of("tokens", "users", "sessions")),
            Map.entry("store", List.of("tokens", "keys", "users", "sessions", "ops")),
            Map.entry("http", List.of("tokens", "users", "sessions", "gate", "ops")),
            Map.entry("cli", List.of("settings", "tokens", "keys", "users", "sessions", "gate", "ops", "imports")));

    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "tokens", List.of("com.auth0.."),
            "users", List.of("org.mindrot..", "com.nulabinc.."),
            "imports", List.of("com.fasterxml.jackson.dataformat..", "org.yaml.."),
            "store", List.of("org.jdbi..", "com.zaxxer..", "org.sqlite..", "java.sql..", "javax.sql.."),
            "http", List.of("io.javalin..", "org.eclipse.jetty..", "jakarta.."),
            "cli", List.of("picocli.."));

    static Stream<String> rooms() {
        return ROOMS.keySet().stream().sorted();
    }

    static Stream<String> roomsWithLibraries() {
        return LIBRARIES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomKnowsNoOtherThanItMay(String room) {
        String[] allowed = Stream.concat(Stream.of(room), ROOMS.getOrDefault(room, List.of()).stream())
                .map(name -> BASE + name)
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> others =
                resideInAPackage("dev.postern..").and(DescribedPredicate.not(resideInAnyPackage(allowed)));
        noClasses()
                .that()
                .resideInAPackage(BASE + room)
                .should()
                .dependOnClassesThat(others)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("roomsWithLibraries")
    void aLibraryLivesInOneRoom(String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LIBRARIES.getOrDefault(room, List.of()).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void thereIsNoWayRoundInACircle() {
        slices().matching("dev.postern.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyRoomStandsInTheTable() {
        noClasses()
                .should()
                .resideOutsideOfPackages(Stream.concat(Stream.of("dev.postern"), rooms().map(name -> BASE + name))
                        .toArray(String[]::new))
                .check(CLASSES);
    }
}
