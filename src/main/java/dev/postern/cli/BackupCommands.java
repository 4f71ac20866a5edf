package dev.postern.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands {@code backup} and {@code restore}. */
final class BackupCommands {
    private static final int SHOWN = 10;

    private BackupCommands() {}

    @Command(
            name = "backup",
            description = {
                "Write a backup of a SQLite store to a file, while the server runs.",
                "It is the state of one moment. It is read again and checked before this says that it is done."
            },
            mixinStandardHelpOptions = true)
    static final class Backup implements Callable<Integer> {
        @Mixin
        private final ConfigOption config = new ConfigOption();

        @Mixin
        private final Output output = new Output();

        @Parameters(paramLabel = "FILE", description = "Where to write it. Keep it as secret as the store.")
        private Path file = Path.of("");

        @Option(names = "--force", description = "Replace a file with this name.")
        private boolean force;

        private final Program program;

        Backup(Program program) {
            this.program = program;
        }

        @Override
        public Integer call() throws Exception {
            Map<String, Integer> counts = program.backup(config.file(), file, force);
            output.print("Written and checked: " + file + ", with " + words(counts), counts);
            return 0;
        }
    }

    @Command(
            name = "restore",
            description = {
                "Put a backup in the place of a SQLite store. Stop the server first.",
                "With the same SECRET_KEY, people stay signed in. A store that is replaced is kept under another name, and"
                        + " what ended since the backup stays ended: sessions, tokens, services, links."
            },
            mixinStandardHelpOptions = true)
    static final class Restore implements Callable<Integer> {
        @Mixin
        private final ConfigOption config = new ConfigOption();

        @Mixin
        private final Output output = new Output();

        @Parameters(paramLabel = "FILE", description = "The backup.")
        private Path file = Path.of("");

        @Option(names = "--force", description = "Replace the store that is there.")
        private boolean force;

        private final Program program;

        Restore(Program program) {
            this.program = program;
        }

        @Override
        public Integer call() throws Exception {
            Program.RestoredStore restored = program.restore(config.file(), file, force);
            output.print("Restored to " + restored.store() + ": " + words(restored.counts()), fields(restored));
            notes(restored).forEach(output::note);
            return 0;
        }

        private static List<String> notes(Program.RestoredStore restored) {
            List<String> notes = new ArrayList<>();
            restored.kept().ifPresent(kept -> notes.add("The store that was there is now " + kept + "."));
            if (restored.ended() >= 0) {
                notes.add("Sessions that had ended since the backup, and stay ended: " + restored.ended() + ".");
            } else if (restored.kept().isPresent()) {
                notes.add(
                        "It is damaged, another store, or of a newer version, so nothing was taken over from it: what had"
                                + " ended since the backup is open again. End sessions with session revoke, and check users, tokens,"
                                + " services and keys.");
            }
            if (!restored.changedUsers().isEmpty()) {
                notes.add(
                        "These users were removed or disabled since, or got another password or other roles; now they are as"
                                + " in the backup: " + names(restored.changedUsers()) + ".");
            }
            return notes;
        }

        private static String names(List<String> users) {
            String shown = String.join(", ", users.subList(0, Math.min(SHOWN, users.size())));
            return users.size() <= SHOWN ? shown : shown + " and " + (users.size() - SHOWN) + " more";
        }

        private static Map<String, Object> fields(Program.RestoredStore restored) {
            Map<String, Object> fields = new LinkedHashMap<>(restored.counts());
            restored.kept().ifPresent(kept -> fields.put("kept", kept.toString()));
            if (restored.ended() >= 0) {
                fields.put("ended", restored.ended());
            }
            fields.put("changed_users", restored.changedUsers());
            return fields;
        }
    }

    private static String words(Map<String, Integer> counts) {
        return "users " + counts.getOrDefault("users", 0) + ", sessions " + counts.getOrDefault("sessions", 0);
    }
}
