package dev.postern.cli;

import dev.postern.proxies.ProxyConfiguration.Proxy;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "proxy-config",
        description = "Print a proxy's configuration for the groups of the settings.",
        mixinStandardHelpOptions = true)
final class ProxyConfigCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "PROXY", description = "nginx, caddy, traefik, haproxy or envoy.")
    private @Nullable Proxy proxy;

    @Option(
            names = "--included",
            description =
                    "Print the file that the configuration includes instead: postern.conf of nginx, postern.lua of"
                            + " HAProxy.")
    private boolean included;

    @Spec
    private @Nullable CommandSpec spec;

    private final Program program;

    ProxyConfigCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        Program.ProxyText text = program.proxyConfiguration(config.file(), Objects.requireNonNull(proxy));
        CommandSpec command = Objects.requireNonNull(spec);
        String wanted = included
                ? text.included()
                        .orElseThrow(() ->
                                new WrongUsage("The configuration of this proxy is one file, without --included."))
                : text.configuration();
        command.commandLine().getOut().print(wanted);
        command.commandLine().getOut().flush();
        text.notes().forEach(command.commandLine().getErr()::println);
        return 0;
    }
}
