package dev.postern.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "serve", description = "Serve until told to end.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    private final Program house;

    ServeCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        house.serve(config.file());
        return 0;
    }
}
