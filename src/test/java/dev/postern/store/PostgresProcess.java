package dev.postern.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The processes of one server, which write one log: the postmaster and what it starts. */
final class PostgresProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TAIL = 4000;
    private static final Path STATES = Path.of("/proc");

    private final Path folder;
    private final Path log;
    private @Nullable Process postmaster;

    PostgresProcess(Path folder) {
        this.folder = folder;
        log = folder.resolve("log.txt");
    }

    /** Runs a program to its end, which must be a good one. */
    void run(List<String> command) {
        Process process = launch(command);
        await(command + " to end", () -> !process.isAlive());
        if (process.exitValue() != 0) {
            throw failure(command + " failed");
        }
    }

    void start(List<String> command) {
        if (alive()) {
            throw new IllegalStateException("The server runs already.");
        }
        postmaster = launch(command);
    }

    private Process launch(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean alive() {
        return postmaster != null && postmaster.isAlive();
    }

    /** Signals the postmaster alone, where there is one. */
    void signal(String signal) {
        signal(signal, postmaster().stream().toList());
    }

    /** Halts every process where it is, the postmaster first, so that no new ones come. */
    void freeze() {
        signal("STOP");
        await("the postmaster to halt", () -> postmaster().stream().allMatch(process -> is("T", process)));
        List<ProcessHandle> all = all();
        signal("STOP", all);
        await("the server to halt", () -> all.stream().allMatch(process -> is("TZ", process)));
    }

    void thaw() {
        signal("CONT", all());
    }

    /** Kills every process as {@code kill -9} does, and waits until all are dead. */
    void kill() {
        freeze();
        List<ProcessHandle> all = all();
        signal("KILL", all);
        await("the server to be dead", () -> !alive() && all.stream().allMatch(process -> is("Z", process)));
    }

    private Optional<ProcessHandle> postmaster() {
        return Optional.ofNullable(postmaster).filter(Process::isAlive).map(Process::toHandle);
    }

    private List<ProcessHandle> all() {
        return postmaster().stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    /** Whether a process is in one of these states, or gone; systems that tell no states are believed. */
    private static boolean is(String states, ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        if (!Files.isDirectory(STATES)) {
            return !states.equals("Z");
        }
        try {
            String stat = Files.readString(
                    STATES.resolve(Long.toString(process.pid())).resolve("stat"));
            return states.indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException e) {
            return !process.isAlive();
        }
    }

    private void signal(String signal, List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        String pids =
                processes.stream().map(process -> Long.toString(process.pid())).collect(Collectors.joining(" "));
        // Programs named kill are not everywhere; shells have one.
        shell("kill -" + signal + " " + pids);
    }

    /** Has the shell run a line, whatever comes of it. */
    void shell(String line) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            await(line + " to end", () -> !shell.isAlive());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a condition holds, and fails with the log's end where it does not in time. */
    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw failure("Waited for " + what + " in vain");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    IllegalStateException failure(String what) {
        String text = log();
        return new IllegalStateException(
                what + "; its log ends so:\n" + text.substring(Math.max(0, text.length() - TAIL)));
    }

    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
