package org.quern.dedup;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a configuration calls the constants of an enumeration: their names in lower case. */
final class Names {
    private Names() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of a name, in any case.
     *
     * @param key what the configuration calls the value, and how many there may be, such as {@code keep must be of}
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    static <E extends Enum<E>> E find(Class<E> type, String key, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + " "
                        + Arrays.stream(type.getEnumConstants()).map(Names::of).collect(Collectors.joining(", "))
                        + ", got " + name));
    }
}
