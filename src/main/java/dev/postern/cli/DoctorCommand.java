package dev.postern.cli;

import dev.postern.doctor.Finding;
import dev.postern.doctor.Finding.Result;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        description =
                "Examine a running deployment from outside, through its proxy: can a stranger get in? Exit 1 if a check"
                        + " fails.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(
            index = "0",
            paramLabel = "URL",
            description =
                    "A protected page of an application, by the address that people use. Requests go to its host alone.")
    private String url = "";

    @Option(names = "--echo", paramLabel = "PATH", description = "Where the application shows the headers that it got.")
    private @Nullable String echo;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Examine as this person as well. Their password is asked for; the session ends afterwards.")
    private @Nullable String user;

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    private boolean passwordStdin;

    private final Program program;

    DoctorCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        Optional<String> path = Optional.ofNullable(echo);
        if (path.filter(text -> !text.matches("/[!-\"$-~]*")).isPresent()) {
            throw new WrongUsage("--echo must be a path on the host of the URL, such as /headers");
        }
        Optional<Program.Login> login = user == null
                ? Optional.empty()
                : Optional.of(new Program.Login(
                        user,
                        passwordStdin ? TypedPassword.ofInput(program.standardInput()) : TypedPassword.ofTerminal()));
        List<Finding> findings = program.examine(config.file(), parse(url), path, login);
        findings.forEach(this::print);
        return findings.stream().anyMatch(finding -> finding.result() == Result.FAIL) ? Cli.REFUSED : 0;
    }

    private static URI parse(String text) throws WrongUsage {
        try {
            URI url = new URI(text);
            if (url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException malformed) {
            // The same message.
        }
        throw new WrongUsage("URL must be like https://wiki.example.org/page");
    }

    private void print(Finding finding) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("check", finding.check());
        fields.put("result", finding.result().name());
        fields.put("detail", finding.detail());
        fields.put("change", finding.change());
        String change = finding.change().isEmpty() ? "" : ". Change: " + finding.change();
        output.print("%s %s: %s%s".formatted(finding.result(), finding.check(), finding.detail(), change), fields);
    }
}
