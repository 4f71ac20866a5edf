package dev.postern.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retire",
        description = {
            "Take a key away: what it has signed is refused within a second. Needs SECRET_KEY.",
            "In the place of the one that signs comes the next."
        },
        mixinStandardHelpOptions = true)
final class KeysRetireCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "KID", description = "As keys list tells it.")
    private String id = "";

    @Option(names = "--force", description = "Even if tokens of it still live, or it signs.")
    private boolean force;

    private final House house;

    KeysRetireCommand(House house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        house.withKeys(config.file(), keys -> {
            keys.life().retire(id, force);
            keys.tell("the key " + id + " is taken away" + (force ? ", by force" : ""));
            return true;
        });
        output.print("Retired " + id, Map.of("kid", id));
        return 0;
    }
}
