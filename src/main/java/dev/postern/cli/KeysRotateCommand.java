package dev.postern.cli;

import dev.postern.keys.KeyLife;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rotate",
        description = {
            "Let the next key sign, and make another one next. Needs SECRET_KEY.",
            "Tokens of the key that signed before are accepted until the last has expired."
        },
        mixinStandardHelpOptions = true)
final class KeysRotateCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--force",
            description = "Even if services that verify tokens may not have heard of the next key yet.")
    private boolean force;

    private final Program house;

    KeysRotateCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        KeyLife.Rotation rotation = house.withKeys(config.file(), keys -> {
            KeyLife.Rotation made = keys.life().rotate(force);
            keys.tell(made.sentence());
            return made;
        });
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("active", rotation.active().id());
        fields.put("retired", rotation.retired().map(old -> old.id()).orElse(null));
        output.print("Rotated: " + rotation.sentence(), fields);
        return 0;
    }
}
