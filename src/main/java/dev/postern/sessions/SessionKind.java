package dev.postern.sessions;

/** What a session is continued by, and so how long it lives without use. */
public enum SessionKind {
    /** By refresh tokens. */
    TOKENS("tokens"),
    /** By a cookie that the browser drops when it closes. */
    BROWSER("browser"),
    /** By a cookie that stays in the browser ("Keep me signed in"). */
    BROWSER_KEPT("browser-kept");

    private final String text;

    SessionKind(String text) {
        this.text = text;
    }

    /** As it is stored. */
    public String text() {
        return text;
    }

    /**
     * The kind of a stored text.
     *
     * @throws IllegalArgumentException for any other text: a newer program may have written it
     */
    public static SessionKind of(String text) {
        for (SessionKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("a session of an unknown kind: " + text);
    }

    boolean isBrowser() {
        return this != TOKENS;
    }
}
