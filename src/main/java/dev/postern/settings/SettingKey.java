package dev.postern.settings;

import java.util.Locale;
import java.util.Optional;

/**
 * A setting's name, its value when nobody sets it, and the form of its values.
 *
 * @param fallback the default as an operator would write it; empty where there is none, or where it follows from other
 *     settings
 */
record SettingKey<T>(String name, Optional<String> fallback, Format<T> format) {

    static final String VARIABLE_PREFIX = "POSTERN_";

    /** This key of groups for the group of that name. */
    SettingKey<T> of(String group) {
        return new SettingKey<>("group." + group + "." + name, fallback, format);
    }

    /** The environment variable that sets the key of that name. */
    static String variable(String name) {
        return VARIABLE_PREFIX + words(name);
    }

    /** A name, or a part of it, as it stands in environment variables. */
    static String words(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
