package dev.postern.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Apache's password files. */
final class Htpasswd {
    private Htpasswd() {}

    static List<ImportRecord> read(String content) {
        List<ImportRecord> records = new ArrayList<>();
        int number = 0;
        for (String line : content.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                records.add(record(number, line.strip()));
            }
        }
        return records;
    }

    private static ImportRecord record(int number, String line) {
        String[] parts = line.split(":", 2);
        return parts.length < 2
                ? ImportRecord.broken(number, "no colon between a name and a hash")
                : new ImportRecord(number, parts[0], parts[1], Optional.empty(), Optional.empty(), "");
    }
}
