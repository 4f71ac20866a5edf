package dev.postern.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The settings of a properties file in UTF-8, read more strictly than {@link Properties} does by itself. */
final class SettingsFile {

    private static final int MAX_BYTES = 1024 * 1024;

    private static final String BACKSLASH = " (a backslash itself is \\\\, and a file's path may have / instead)";

    /** What a backslash may stand before: anything else would silently lose it. */
    private static final String ESCAPED = "\\tnrfu:=#! ";

    private SettingsFile() {}

    /** What the file sets of the known keys; all else in it is a problem. A file that cannot be read sets nothing. */
    static Map<String, Given> read(Path file, Problems problems) {
        return load(file, problems)
                .map(properties -> known(properties, problems))
                .orElse(Map.of());
    }

    private static Optional<CheckedProperties> load(Path file, Problems problems) {
        CheckedProperties properties = new CheckedProperties();
        try {
            String text = text(file);
            text.lines().forEach(line -> reportLostBackslash(line, problems));
            properties.load(new StringReader(text));
            return Optional.of(properties);
        } catch (NoSuchFileException e) {
            problems.add(file.toString(), "there is no such file");
        } catch (CharacterCodingException e) {
            problems.add(file.toString(), "must be text in UTF-8");
        } catch (IOException e) {
            problems.add(file.toString(), "must be a readable file of at most 1MB");
        } catch (IllegalArgumentException e) {
            problems.add(file.toString(), "has a \\u without four hex digits behind it (a backslash itself is \\\\)");
        }
        return Optional.empty();
    }

    private static void reportLostBackslash(String line, Problems problems) {
        if (line.strip().startsWith("#") || line.strip().startsWith("!")) {
            return;
        }
        int at = line.indexOf('\\');
        while (at >= 0 && at + 1 < line.length()) {
            if (ESCAPED.indexOf(line.charAt(at + 1)) < 0) {
                String key = line.strip().split("[=:\\s]", 2)[0];
                problems.add(key, "has a single backslash, which would be lost" + BACKSLASH);
                return;
            }
            at = line.indexOf('\\', at + 2);
        }
    }

    private static Map<String, Given> known(CheckedProperties properties, Problems problems) {
        properties.repeated.forEach(key -> problems.add(key, "must be in the file only once"));
        Map<String, Given> given = new HashMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (properties.getProperty(key).chars().anyMatch(Character::isISOControl)) {
                problems.add(key, "must hold no control character" + BACKSLASH);
            } else if (SettingKeys.isKnown(key)) {
                given.put(key, new Given(properties.getProperty(key), Optional.empty()));
            } else {
                problems.add(key, Unknown.inFile(key));
            }
        }
        return given;
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("longer than " + MAX_BYTES + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
    }

    /** Properties that notice a key given twice, of which they would silently keep the last. */
    private static final class CheckedProperties extends Properties {

        private final Set<String> repeated = new TreeSet<>();

        @Override
        public synchronized @Nullable Object put(Object key, Object value) {
            Object before = super.put(key, value);
            if (before != null) {
                repeated.add(key.toString());
            }
            return before;
        }
    }
}
