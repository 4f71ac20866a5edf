package dev.postern.http.pages;

/** QR codes (ISO/IEC 18004) as SVG. */
public final class QrCode {
    private static final int BORDER = 4;

    private QrCode() {}

    /** The width and height in modules, with the border that scanners need. */
    public static int size(String text) {
        return encode(text).size + 2 * BORDER;
    }

    /** The dark modules as the commands of an SVG path, a module being one unit. */
    public static String path(String text) {
        io.nayuki.qrcodegen.QrCode code = encode(text);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + BORDER)
                            .append(' ')
                            .append(y + BORDER)
                            .append("h1v1h-1z");
                }
            }
        }
        return path.toString();
    }

    private static io.nayuki.qrcodegen.QrCode encode(String text) {
        return io.nayuki.qrcodegen.QrCode.encodeText(text, io.nayuki.qrcodegen.QrCode.Ecc.MEDIUM);
    }
}
