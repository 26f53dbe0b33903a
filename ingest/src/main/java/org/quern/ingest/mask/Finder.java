package org.quern.ingest.mask;

import java.util.Optional;

/** Finds one kind of data. From finding to finding, a text is read once. */
@FunctionalInterface
interface Finder {
    /** The first place at or after {@code from}, which is 0 or where the last one ended. */
    Optional<Place> next(String text, int from);

    /** Whether the character at this index, if there is one, belongs to a word of ASCII letters, digits and {@code _}. */
    static boolean isWord(String text, int index) {
        return index >= 0 && index < text.length() && (isAlphanumeric(text.charAt(index)) || text.charAt(index) == '_');
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isDigit(String text, int index) {
        return index >= 0 && index < text.length() && isDigit(text.charAt(index));
    }
}
