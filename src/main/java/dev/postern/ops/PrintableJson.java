package dev.postern.ops;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON that is safe for a terminal: characters that {@link Printable} would escape are escaped. */
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

        /** Null for characters without escape; halves of a surrogate pair need none. */
        @Override
        public @Nullable SerializableString getEscapeSequence(int unit) {
            return Printable.isPlain(unit) || Character.isSurrogate((char) unit)
                    ? null
                    : new SerializedString(String.format(Locale.ROOT, "\\u%04x", unit));
        }
    }
}
