package dev.postern.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** The program itself; without a command, it serves. */
@Command(
        name = "postern",
        description = "A token server and a gate in one small process. Without a command it serves.",
        mixinStandardHelpOptions = true,
        versionProvider = PosternCommand.Version.class)
final class PosternCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    private final Program program;

    PosternCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        program.serve(config.file());
        return 0;
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = PosternCommand.class.getPackage().getImplementationVersion();
            return new String[] {"Postern " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
