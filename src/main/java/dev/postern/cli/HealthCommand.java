package dev.postern.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "health",
        description = {
            "Ask the server on this machine whether it is ready.",
            "Exit code 0 if it is, 1 if it is not or cannot be reached: for containers and scripts."
        },
        mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    private final Program program;

    HealthCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        program.checkHealth(config.file());
        output.print("ready", Map.of("status", "ready"));
        return 0;
    }
}
