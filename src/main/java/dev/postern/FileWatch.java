package dev.postern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/** Notices that any of some files has changed, by size and time: links and replaced folders are followed each time. */
final class FileWatch {
    private final List<Path> files;
    private String seen;

    FileWatch(List<Path> files) {
        this.files = List.copyOf(files);
        this.seen = look();
    }

    /** Whether any file is another than at the last call, or at the beginning. */
    boolean changed() {
        String now = look();
        boolean changed = !now.equals(seen);
        seen = now;
        return changed;
    }

    private String look() {
        StringJoiner looks = new StringJoiner(" ");
        for (Path file : files) {
            try {
                looks.add(Files.getLastModifiedTime(file) + "/" + Files.size(file));
            } catch (IOException absent) {
                looks.add("absent");
            }
        }
        return looks.toString();
    }
}
