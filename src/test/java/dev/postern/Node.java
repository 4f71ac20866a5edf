package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Node.js with the scripts of a folder, and the packages that its lock file names. */
public final class Node {
    private static final String NEW_ENOUGH = "v[2-9]\\d\\..*";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    private Node(Path folder) {
        this.folder = folder;
    }

    /** The scripts of {@code src/test/node}: stock clients. */
    static Node install(Path folder) throws Exception {
        return install(folder, Path.of("src", "test", "node"));
    }

    /** Copies scripts, and installs their packages. Without Node.js the test ends here: aborted, or in CI failed. */
    public static Node install(Path folder, Path scripts) throws Exception {
        Node node = new Node(folder);
        node.require();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(scripts)) {
            for (Path file : files) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        node.run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
        return node;
    }

    /** Adds a script of the test's own. */
    void write(String name, String script) throws IOException {
        Files.writeString(folder.resolve(name), script);
    }

    private void require() throws Exception {
        String node = version("node");
        String npm = version("npm");
        if (!node.matches(NEW_ENOUGH) || npm.equals("none")) {
            String message = "needs node 20 or newer, and npm, on the PATH; has node: %s, npm: %s".formatted(node, npm);
            // A newcomer may have a JDK and Maven alone; where changes are judged, nothing is left out.
            if (System.getenv("CI") != null) {
                fail(message);
            }
            System.err.println("a test with Node.js is left out: it " + message);
            Assumptions.abort(message);
        }
    }

    private String version(String program) throws Exception {
        try {
            return run(program, "--version").strip();
        } catch (IOException missing) {
            return "none";
        }
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(Redirect.INHERIT)
                .start();
    }

    private String run(String... command) throws Exception {
        Process process = start(List.of(command));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static List<String> script(String name, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("node", name));
        command.addAll(arguments);
        return command;
    }

    /** What a script prints as JSON. */
    JsonNode run(String script, List<String> arguments) throws Exception {
        return JSON.readTree(run(script(script, arguments).toArray(String[]::new)));
    }

    Answering startAnswering(String script, List<String> arguments) throws IOException {
        return new Answering(start(script(script, arguments)));
    }
}
