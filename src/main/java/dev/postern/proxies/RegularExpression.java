package dev.postern.proxies;

/** Text in the regular expressions that proxies read (PCRE and RE2). */
final class RegularExpression {
    private static final String SPECIAL = "\\.[](){}*+?^$|";

    private RegularExpression() {}

    /** A pattern that matches only this text. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder();
        text.chars()
                .mapToObj(c -> (char) c)
                .forEach(c -> quoted.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c));
        return quoted.toString();
    }
}
