package dev.postern.imports;

import java.util.Optional;
import java.util.Set;

/**
 * A user in an import file.
 *
 * @param line where it begins, from 1
 * @param name empty where it has none
 * @param hash of the password, of whatever kind; empty where it has none
 * @param roles empty where the file says nothing of them
 * @param disabled empty where the file says nothing of it
 * @param problem why it cannot be understood; empty if it can
 */
public record ImportRecord(
        int line, String name, String hash, Optional<Set<String>> roles, Optional<Boolean> disabled, String problem) {

    static ImportRecord broken(int line, String problem) {
        return new ImportRecord(line, "", "", Optional.empty(), Optional.empty(), problem);
    }

    /** Without the hash, so that no log gets it. */
    @Override
    public String toString() {
        return "ImportRecord[line=" + line + ", name=" + name + ", problem=" + problem + "]";
    }
}
