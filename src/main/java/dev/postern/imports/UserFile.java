package dev.postern.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of another system's users.
 *
 * @param ignored the names of ignored columns or fields
 */
public record UserFile(ImportFormat format, List<ImportRecord> records, List<String> ignored) {
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    /**
     * Reads a file of at most 64 MB, in UTF-8. An invalid record is in the list, with its problem.
     *
     * @param format empty to detect it from the content
     * @throws ImportRefused if it cannot be read at all
     */
    public static UserFile read(Path file, Optional<ImportFormat> format) throws ImportRefused {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ImportRefused(file + " is larger than 64 MB; split it");
            }
            return parse(Files.readAllBytes(file), format);
        } catch (IOException unreadable) {
            throw new ImportRefused(
                    file + " cannot be read: " + unreadable.getClass().getSimpleName());
        }
    }

    static UserFile parse(byte[] bytes, Optional<ImportFormat> format) throws ImportRefused {
        String content = decode(bytes);
        ImportFormat actual = format.orElseGet(() -> ImportFormat.detect(content));
        Fields fields = new Fields();
        List<ImportRecord> records = switch (actual) {
            case HTPASSWD -> Htpasswd.read(content);
            case CSV -> Csv.read(content, fields);
            case JSONL -> JsonLines.read(content, fields);
            case AUTHELIA -> Authelia.read(content, fields);
        };
        return new UserFile(actual, records, fields.ignored());
    }

    private static String decode(byte[] bytes) throws ImportRefused {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw new ImportRefused("the file is not in UTF-8");
        }
    }
}
