package dev.postern;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes servers of the tests start in half the time: with an archive of their loaded classes (JEP 350), which the first
 * server of a test run writes. The archive needs jars, so the product's classes are put into one.
 */
final class FastStart {
    /** A short life is faster without the optimizing compiler and with one thread for garbage. */
    private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:cds=off");

    private static final FastStart INSTANCE = create();

    private final String classPath;
    private final List<String> options;

    private FastStart(String classPath, List<String> options) {
        this.classPath = classPath;
        this.options = options;
    }

    /** The options and the class path that a command line of Java begins with. */
    static Stream<String> arguments() {
        return Stream.concat(INSTANCE.options.stream(), Stream.of("-cp", INSTANCE.classPath));
    }

    private static FastStart create() {
        try {
            Path folder = Files.createTempDirectory("postern-start");
            folder.toFile().deleteOnExit();
            List<String> entries = List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
            Path jar = folder.resolve("classes.jar");
            pack(Path.of("target/classes"), jar);
            String jars = Stream.concat(
                            Stream.of(jar.toString()), entries.stream().filter(entry -> entry.endsWith(".jar")))
                    .collect(Collectors.joining(File.pathSeparator));
            Path archive = folder.resolve("classes.jsa");
            startOnce(folder, jars, archive);
            jar.toFile().deleteOnExit();
            archive.toFile().deleteOnExit();
            // The tests' own main classes are in a folder, which may stand behind what the archive was made of.
            String all =
                    jars + File.pathSeparator + Path.of("target/test-classes").toAbsolutePath();
            return new FastStart(
                    all,
                    Stream.concat(FLAGS.stream(), Stream.of("-XX:SharedArchiveFile=" + archive))
                            .toList());
        } catch (IOException | InterruptedException failed) {
            throw new UncheckedIOException(new IOException(failed));
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> found = Files.walk(classes)) {
            for (Path each : found.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(each).toString()));
                Files.copy(each, zip);
            }
        }
    }

    private static void startOnce(Path folder, String jars, Path archive) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(FLAGS);
        command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", jars, "dev.postern.Main"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
        builder.environment().putAll(ServerProcess.SETTINGS);
        builder.environment().put("POSTERN_STORE_URL", "jdbc:sqlite:" + folder.resolve("postern.db"));
        Process process = builder.start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.startsWith("Postern is ready")) {
                line = out.readLine();
            }
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            for (Path each : left.filter(file -> file.getFileName().toString().startsWith("postern.db"))
                    .toList()) {
                Files.delete(each);
            }
        }
    }
}
