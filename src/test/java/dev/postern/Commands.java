package dev.postern;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Commands of the program, run in this process or in one of their own. They find their settings file and their SQLite
 * store in a folder, as a process that is started there does.
 */
final class Commands {
    private final Path folder;
    private final Map<String, String> environment;

    /** @param environment is read again for each command; an empty value stands for a variable that is not set */
    Commands(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** What a command returned and printed. */
    record Result(int code, String out, String err) {}

    Result run(String... arguments) {
        return run(new byte[0], arguments);
    }

    /** @param input what the command reads from standard input */
    Result run(byte[] input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                withConfig(arguments),
                variables(arguments),
                new ByteArrayInputStream(input),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The same in a process of its own, in the folder. */
    Result runInProcess(byte[] input, String... arguments) throws IOException, InterruptedException {
        Path err = folder.resolve("err.txt");
        Process process = ServerProcess.command(folder, environment, arguments)
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().write(input);
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
    }

    private static boolean hasConfig(String... arguments) {
        return Arrays.asList(arguments).contains("--config");
    }

    private String[] withConfig(String... arguments) {
        Path config = folder.resolve("config.properties");
        if (!Files.exists(config) || hasConfig(arguments)) {
            return arguments;
        }
        List<String> all = new ArrayList<>(List.of(arguments));
        int end = all.indexOf("--");
        all.add(end < 0 ? all.size() : end, "--config=" + config);
        return all.toArray(String[]::new);
    }

    private Map<String, String> variables(String... arguments) {
        Map<String, String> all = LocalServer.variables(folder, environment);
        if (hasConfig(arguments) && !environment.containsKey("POSTERN_STORE_URL")) {
            all.remove("POSTERN_STORE_URL");
        }
        return all;
    }
}
