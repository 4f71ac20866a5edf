package dev.postern.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check",
        description = "Say all that is wrong with the settings, without starting.",
        mixinStandardHelpOptions = true)
final class SettingsCheckCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    private final Program house;

    SettingsCheckCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        house.check(config.file());
        output.print("The settings are right.", Map.of("right", true));
        return 0;
    }
}
