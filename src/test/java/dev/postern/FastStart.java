package dev.postern;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes servers of the tests start in half the time: with an archive of their loaded classes (JEP 350), which the first
 * server after a change of the classes writes. The archive needs jars, so the product's classes are put into one.
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

    /** Test runs at the same time share one archive: the first makes it, and the others wait. */
    private static FastStart create() {
        Path folder = Path.of("target/fast-start").toAbsolutePath();
        try {
            Files.createDirectories(folder);
            try (FileChannel lock = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
                    FileLock held = lock.lock()) {
                return create(folder, held);
            }
        } catch (IOException | InterruptedException failed) {
            throw new UncheckedIOException(new IOException(failed));
        }
    }

    private static FastStart create(Path folder, FileLock held) throws IOException, InterruptedException {
        Path jar = folder.resolve("classes.jar");
        Path archive = folder.resolve("classes.jsa");
        String jars = Stream.concat(
                        Stream.of(jar.toString()),
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                                .filter(entry -> entry.endsWith(".jar")))
                .collect(Collectors.joining(File.pathSeparator));
        String made = Runtime.version() + "\n" + jars + "\n" + newest(Path.of("target/classes"));
        Path note = folder.resolve("made-of");
        if (!held.isValid() || !Files.exists(note) || !Files.readString(note).equals(made)) {
            pack(Path.of("target/classes"), jar);
            Files.deleteIfExists(archive);
            startOnce(folder, jars, archive);
            Files.writeString(note, made);
        }
        return new FastStart(
                jars,
                Stream.concat(FLAGS.stream(), Stream.of("-XX:SharedArchiveFile=" + archive))
                        .toList());
    }

    private static FileTime newest(Path classes) throws IOException {
        try (Stream<Path> found = Files.walk(classes)) {
            FileTime newest = FileTime.fromMillis(0);
            for (Path each : found.toList()) {
                FileTime time = Files.getLastModifiedTime(each);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
            return newest;
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
