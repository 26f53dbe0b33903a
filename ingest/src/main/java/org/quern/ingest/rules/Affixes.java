package org.quern.ingest.rules;

import java.util.Set;

/** What spaCy's English tokenizer peels off the ends of a run of characters. */
final class Affixes {
    private static final String BOTH = "—–…,:;!?¿؟¡()[]{}<>_#*&。？！，、；：～·।،۔؛٪'\"”“`‘´’‚„»«「」『』（）〔〕【】《》〈〉⟦⟧";
    private static final CharSet PREFIXES = CharSet.of(BOTH + "§%=$£€¥฿₹").or(Affixes::isIcon);
    private static final CharSet MARKS = CharSet.of(BOTH);
    private static final CharSet SUFFIXES = MARKS.or(Affixes::isIcon);
    private static final String QUOTES = "'\"”“`‘´’‚„»«";
    private static final String[] CLITICS = {"'s", "'re", "'ve", "'ll", "'d", "'m", "n't"};

    private static final int MAX_UNIT_LENGTH = 4;
    private static final Set<String> UNITS = Set.of(
            "%",
            "+", "$", "£", "€", "¥", "฿", "₹", "km", "km²", "km³", "m", "m²", "m³", "dm", "dm²", "dm³", "cm", "cm²",
            "cm³", "mm", "mm²", "mm³", "ha", "µm", "nm", "yd", "in", "ft", "kg", "g", "mg", "µg", "t", "lb", "oz",
            "m/s", "km/h", "kmh", "mph", "hPa", "Pa", "mbar", "mb", "MB", "kb", "KB", "gb", "GB", "tb", "TB", "T", "G",
            "M", "K");

    private Affixes() {}

    /** Where the prefix that begins at {@code start} ends; {@code start} if there is none. */
    static int prefixEnd(char[] text, int start, int end) {
        if (start == end) {
            return start;
        }
        char c = text[start];
        if (c == '.') {
            int dots = start;
            while (dots < end && text[dots] == '.') {
                dots++;
            }
            return dots - start > 1 ? dots : start;
        }
        if (c == '+') {
            return start + 1 < end && isDigit(text[start + 1]) ? start : start + 1;
        }
        return PREFIXES.has(c) ? start + 1 : start;
    }

    /** Where the suffix that stops at {@code end} begins; {@code end} if there is none. */
    static int suffixStart(char[] text, int start, int end) {
        char c = text[end - 1];
        if (c == '.') {
            return fullStop(text, start, end);
        }
        if (SUFFIXES.has(c)) {
            return end - 1;
        }
        int unit = unit(text, start, end);
        return unit < end ? unit : clitic(text, start, end);
    }

    /** A unit, a currency or a plus sign after a number. */
    private static int unit(char[] text, int start, int end) {
        int from = end;
        while (from > start && end - from < MAX_UNIT_LENGTH && !isDigit(text[from - 1])) {
            from--;
        }
        boolean follows = from > start && from < end && isDigit(text[from - 1]);
        return follows && UNITS.contains(new String(text, from, end - from)) ? from : end;
    }

    private static int fullStop(char[] text, int start, int end) {
        int dots = end - 1;
        while (dots > start && text[dots - 1] == '.') {
            dots--;
        }
        if (end - dots > 1) {
            return dots;
        }
        if (end - 2 < start) {
            return end;
        }
        char before = text[end - 2];
        boolean twoCapitals = end - 3 >= start && isUpper(before) && isUpper(text[end - 3]);
        return twoCapitals || endsSentence(before) ? end - 1 : end;
    }

    private static boolean endsSentence(char before) {
        return isLower(before)
                || isDigit(before)
                || MARKS.has(before)
                || before == '%'
                || before == '²'
                || before == '-'
                || before == '+';
    }

    private static int clitic(char[] text, int start, int end) {
        boolean hasApostrophe = end - start > 2 && (isApostrophe(text[end - 2]) || isApostrophe(text[end - 3]));
        if (!hasApostrophe) {
            return end;
        }
        for (String clitic : CLITICS) {
            int from = end - clitic.length();
            if (from > start && matches(text, from, clitic)) {
                return from;
            }
        }
        return end;
    }

    private static boolean matches(char[] text, int from, String clitic) {
        for (int i = 0; i < clitic.length(); i++) {
            char c = text[from + i];
            char wanted = clitic.charAt(i);
            if (wanted == '\'' ? !isApostrophe(c) : Character.toLowerCase(c) != wanted) {
                return false;
            }
        }
        return true;
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '’';
    }

    /** Letters of scripts without case, such as Arabic and Han, spaCy counts as both lower and upper. */
    static boolean isLower(char c) {
        return Character.isLowerCase(c) || Character.getType(c) == Character.OTHER_LETTER;
    }

    static boolean isUpper(char c) {
        return Character.isUpperCase(c) || Character.getType(c) == Character.OTHER_LETTER;
    }

    static boolean isQuote(char c) {
        return QUOTES.indexOf(c) >= 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Pictures and other symbols that are neither currency nor mathematics: Unicode's class So. */
    static boolean isIcon(int c) {
        return c > 0xa0 && Character.getType(c) == Character.OTHER_SYMBOL;
    }
}
