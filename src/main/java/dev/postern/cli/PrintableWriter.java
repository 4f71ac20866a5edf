package dev.postern.cli;

import dev.postern.ops.Printable;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes whole lines in UTF-8 with unprintable characters escaped: the messages of the parser repeat arguments, which
 * may contain anything.
 */
final class PrintableWriter extends Writer {
    private final PrintStream target;
    private final StringBuilder line = new StringBuilder();

    PrintableWriter(PrintStream target) {
        this.target = target;
    }

    @Override
    public void write(char[] text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (text[i] == '\n') {
                writeLine("\n");
            } else {
                line.append(text[i]);
            }
        }
    }

    private void writeLine(String end) {
        byte[] bytes = (Printable.of(line.toString()) + end).getBytes(StandardCharsets.UTF_8);
        target.write(bytes, 0, bytes.length);
        line.setLength(0);
    }

    @Override
    public void flush() {
        target.flush();
    }

    @Override
    public void close() {
        writeLine("");
        target.flush();
    }
}
