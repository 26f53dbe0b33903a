package org.quern.ingest.rules;

import java.util.BitSet;
import java.util.Set;

/** What spaCy's English tokenizer peels off the ends of a run of characters. */
final class Affixes {
    private static final String BOTH = "—–…,:;!?¿؟¡()[]{}<>_#*&。？！，、；：～·।،۔؛٪'\"”“`‘´’‚„»«「」『』（）〔〕【】《》〈〉⟦⟧";
    private static final BitSet PREFIXES = chars(BOTH + "§%=$£€¥฿₹");
    private static final BitSet SUFFIXES = chars(BOTH);
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
    static int prefixEnd(String text, int start, int end) {
        if (start == end) {
            return start;
        }
        char c = text.charAt(start);
        if (c == '.') {
            int dots = start;
            while (dots < end && text.charAt(dots) == '.') {
                dots++;
            }
            return dots - start > 1 ? dots : start;
        }
        if (c == '+') {
            return start + 1 < end && isDigit(text.charAt(start + 1)) ? start : start + 1;
        }
        return PREFIXES.get(c) || isIcon(c) ? start + 1 : start;
    }

    /** Where the suffix that stops at {@code end} begins; {@code end} if there is none. */
    static int suffixStart(String text, int start, int end) {
        char c = text.charAt(end - 1);
        if (c == '.') {
            return fullStop(text, start, end);
        }
        if (SUFFIXES.get(c) || isIcon(c)) {
            return end - 1;
        }
        int unit = unit(text, start, end);
        return unit < end ? unit : clitic(text, start, end);
    }

    /** A unit, a currency or a plus sign after a number. */
    private static int unit(String text, int start, int end) {
        int from = end;
        while (from > start && end - from < MAX_UNIT_LENGTH && !isDigit(text.charAt(from - 1))) {
            from--;
        }
        boolean follows = from > start && from < end && isDigit(text.charAt(from - 1));
        return follows && UNITS.contains(text.substring(from, end)) ? from : end;
    }

    private static int fullStop(String text, int start, int end) {
        int dots = end - 1;
        while (dots > start && text.charAt(dots - 1) == '.') {
            dots--;
        }
        if (end - dots > 1) {
            return dots;
        }
        if (end - 2 < start) {
            return end;
        }
        char before = text.charAt(end - 2);
        boolean twoCapitals =
                end - 3 >= start && Character.isUpperCase(before) && Character.isUpperCase(text.charAt(end - 3));
        return twoCapitals || endsSentence(before) ? end - 1 : end;
    }

    private static boolean endsSentence(char before) {
        return Character.isLowerCase(before)
                || isDigit(before)
                || SUFFIXES.get(before)
                || before == '%'
                || before == '²'
                || before == '-'
                || before == '+';
    }

    private static int clitic(String text, int start, int end) {
        for (String clitic : CLITICS) {
            int from = end - clitic.length();
            if (from > start && matches(text, from, clitic)) {
                return from;
            }
        }
        return end;
    }

    private static boolean matches(String text, int from, String clitic) {
        for (int i = 0; i < clitic.length(); i++) {
            char c = text.charAt(from + i);
            char wanted = clitic.charAt(i);
            if (wanted == '\'' ? c != '\'' && c != '’' : Character.toLowerCase(c) != wanted) {
                return false;
            }
        }
        return true;
    }

    static boolean isQuote(char c) {
        return QUOTES.indexOf(c) >= 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Pictures and other symbols that are neither currency nor mathematics: Unicode's class So. */
    static boolean isIcon(char c) {
        return c > 0xa0 && Character.getType(c) == Character.OTHER_SYMBOL;
    }

    private static BitSet chars(String chars) {
        BitSet set = new BitSet();
        chars.chars().forEach(set::set);
        return set;
    }
}
