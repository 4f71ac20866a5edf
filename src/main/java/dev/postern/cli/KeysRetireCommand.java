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

    @Parameters(
            arity = "0..1",
            paramLabel = "KID",
            description = "As keys list tells it; -- KID where it begins with a hyphen.")
    private String id = "";

    @Option(
            names = "--sealed",
            description = "In place of KID: the keys that SECRET_KEY does not open, for when theirs is lost.")
    private boolean sealed;

    @Option(names = "--force", description = "Even if tokens of it still live, or it signs.")
    private boolean force;

    private final Program house;

    KeysRetireCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        if (sealed != id.isEmpty()) {
            throw new WrongUsage("name the key to retire, or use --sealed");
        }
        return sealed ? retireSealed() : retireOne();
    }

    private int retireOne() throws Exception {
        house.withKeys(config.file(), keys -> {
            keys.life().retire(id, force);
            keys.tell("taken away: " + id + (force ? ", by force" : ""));
            return true;
        });
        output.print("Retired " + id, Map.of("kid", id));
        return 0;
    }

    private int retireSealed() throws Exception {
        int count = house.withKeys(config.file(), keys -> {
            int taken = keys.life().retireSealed();
            if (taken > 0) {
                keys.tell("taken away: what SECRET_KEY did not open");
            }
            return taken;
        });
        output.print(
                count == 0 ? "SECRET_KEY opens all keys; none was retired" : "Retired what SECRET_KEY did not open",
                Map.of("retired", count));
        return 0;
    }
}
