package dev.postern.http.server;

/** Names of headers as applications may read them. */
public final class HeaderNames {
    private HeaderNames() {}

    /**
     * With a hyphen for each character that is no letter or digit: some applications take all of them for the same.
     *
     * @param name in lower case
     */
    public static String plain(String name) {
        StringBuilder plain = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                plain.setCharAt(i, '-');
            }
        }
        return plain.toString();
    }
}
