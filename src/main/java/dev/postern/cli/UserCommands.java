package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.User;
import dev.postern.users.UserChange;
import dev.postern.users.UserFields;
import dev.postern.users.UserRefused;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "user", description = "The people who may sign in.")
final class UserCommands extends CommandGroup {
    private final Program program;

    UserCommands(Program program) {
        this.program = program;
    }

    @Command(name = "add", description = "Add a person.", mixinStandardHelpOptions = true)
    int add(
            @Mixin ConfigOption config,
            @Mixin NewPassword password,
            @Mixin Output output,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--role", paramLabel = "R", description = "A role; may be given several times.") @Nullable
                    List<String> roles)
            throws Exception {
        if (password.isByLink()) {
            return invite(config, output, name, setOf(roles));
        }
        String chosen = password.read(program.standardInput());
        User added = program.withAccounts(config.file(), accounts -> {
            User user = accounts.users().add(name, setOf(roles), chosen);
            accounts.audit(Kind.USER_CREATED, user.username(), "");
            return user;
        });
        output.print("Added " + added.username(), UserFields.of(added));
        return 0;
    }

    private int invite(ConfigOption config, Output output, String name, Set<String> roles) throws Exception {
        return program.withAccounts(config.file(), accounts -> {
            User user = accounts.users().invite(name, roles);
            accounts.audit(Kind.USER_CREATED, user.username(), "with a setup link");
            String url = setupUrl(accounts, user);
            Map<String, Object> fields = UserFields.of(user);
            fields.put("setup_url", url);
            output.print(url, fields);
            return 0;
        });
    }

    private static String setupUrl(AdminStore accounts, User user) throws UserRefused {
        return accounts.setupUrl(accounts.setupLinks().make(user.id()));
    }

    @Command(
            name = "list",
            description = "List all people, by name; with --json, one object per line.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ConfigOption config,
            @Mixin Output output,
            @Option(
                            names = "--query",
                            paramLabel = "Q",
                            defaultValue = "",
                            description = "A part of the name, in any case.")
                    String query)
            throws Exception {
        return program.withAccounts(config.file(), accounts -> {
            accounts.users().all(query).forEach(user -> print(output, user));
            return 0;
        });
    }

    private static void print(Output output, User user) {
        String roles = String.join(",", new TreeSet<>(user.roles()));
        String lastLogin = user.lastLoginAt().map(at -> "last login " + at).orElse("never logged in");
        output.print(
                "%-24s %-24s %s%s"
                        .formatted(
                                user.username(),
                                roles.isEmpty() ? "-" : roles,
                                lastLogin,
                                user.disabled() ? ", disabled" : ""),
                UserFields.of(user));
    }

    @Command(name = "show", description = "Show a person.", mixinStandardHelpOptions = true)
    int show(@Mixin ConfigOption config, @Mixin Output output, @Parameters(paramLabel = "NAME") String name)
            throws Exception {
        print(output, program.withAccounts(config.file(), accounts -> AdminStore.require(accounts, name)));
        return 0;
    }

    @Command(
            name = "passwd",
            description = "Give a person another password and end all their sessions, or make a link to choose one.",
            mixinStandardHelpOptions = true)
    int passwd(
            @Mixin ConfigOption config,
            @Mixin NewPassword password,
            @Mixin Output output,
            @Parameters(paramLabel = "NAME") String name)
            throws Exception {
        if (password.isByLink()) {
            return makeLink(config, output, name);
        }
        String chosen = password.read(program.standardInput());
        User changed = change(config, name, UserChange.ofPassword(chosen), Kind.PASSWORD_CHANGED, "");
        output.print("Changed the password of " + changed.username(), UserFields.of(changed));
        return 0;
    }

    private int makeLink(ConfigOption config, Output output, String name) throws Exception {
        String url = program.withAccounts(config.file(), accounts -> {
            User user = AdminStore.require(accounts, name);
            accounts.audit(Kind.USER_CHANGED, user.username(), "a setup link was made");
            return setupUrl(accounts, user);
        });
        output.print(url, Map.of("setup_url", url));
        return 0;
    }

    @Command(name = "roles", description = "Give a person exactly these roles.", mixinStandardHelpOptions = true)
    int roles(
            @Mixin ConfigOption config,
            @Mixin Output output,
            @Parameters(index = "0", paramLabel = "NAME") String name,
            @Parameters(index = "1..*", paramLabel = "R", description = "A role; without any, all are removed.")
                    @Nullable
                    List<String> roles)
            throws Exception {
        Set<String> given = setOf(roles);
        String detail = "roles " + String.join(" ", new TreeSet<>(given));
        print(output, change(config, name, UserChange.ofRoles(given), Kind.USER_CHANGED, detail));
        return 0;
    }

    @Command(
            name = "disable",
            description = "Keep a person from signing in, and end all their sessions.",
            mixinStandardHelpOptions = true)
    int disable(@Mixin ConfigOption config, @Mixin Output output, @Parameters(paramLabel = "NAME") String name)
            throws Exception {
        User changed = change(config, name, UserChange.ofDisabled(true), Kind.USER_CHANGED, "disabled");
        output.print("Disabled " + changed.username(), UserFields.of(changed));
        return 0;
    }

    @Command(name = "enable", description = "Let a person sign in again.", mixinStandardHelpOptions = true)
    int enable(@Mixin ConfigOption config, @Mixin Output output, @Parameters(paramLabel = "NAME") String name)
            throws Exception {
        User changed = change(config, name, UserChange.ofDisabled(false), Kind.USER_CHANGED, "enabled");
        output.print("Enabled " + changed.username(), UserFields.of(changed));
        return 0;
    }

    private User change(ConfigOption config, String name, UserChange change, Kind kind, String detail)
            throws Exception {
        return program.withAccounts(config.file(), accounts -> {
            User user = AdminStore.require(accounts, name);
            User changed = accounts.users().change(user.id(), change);
            accounts.audit(kind, changed.username(), detail);
            return changed;
        });
    }

    @Command(
            name = "remove",
            description = "Remove a person, with all sessions and tokens.",
            mixinStandardHelpOptions = true)
    int remove(
            @Mixin ConfigOption config,
            @Mixin Output output,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "NAME") String name)
            throws Exception {
        User removed = program.withAccounts(config.file(), accounts -> {
            User user = AdminStore.require(accounts, name);
            confirmation.require("Remove " + user.username() + " with all sessions and tokens?");
            accounts.users().remove(user.id());
            accounts.audit(Kind.USER_REMOVED, user.username(), "");
            return user;
        });
        output.print("Removed " + removed.username(), UserFields.of(removed));
        return 0;
    }
}
