package dev.postern.ops;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON that may be shown on a terminal: of what {@link Printable} would not leave as it is, each unit is escaped. */
public final class PrintableJson {
    private PrintableJson() {}

    /** One that writes; safe for use by many threads. */
    public static ObjectMapper mapper() {
        return new ObjectMapper(
                new JsonFactoryBuilder().characterEscapes(new Escapes()).build());
    }

    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;
        private final int[] ascii = standardAsciiEscapesForJSON();

        Escapes() {
            ascii[0x7f] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        /** Null for what is written as it is; the halves of a surrogate pair are. */
        @Override
        public @Nullable SerializableString getEscapeSequence(int unit) {
            return Printable.isPlain(unit) || Character.isSurrogate((char) unit)
                    ? null
                    : new SerializedString(String.format(Locale.ROOT, "\\u%04x", unit));
        }
    }
}
