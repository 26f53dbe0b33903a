package org.quern.ingest.mask;

import java.util.Optional;

/**
 * {@code +} and 8 to 15 digits (E.164), single blanks, dots, hyphens or brackets between them; or North America's
 * {@code (ddd) ddd-dddd}, {@code ddd-ddd-dddd} and {@code ddd.ddd.dddd}, where area and exchange begin with 2 to 9. Numbers
 * without a form of their own are left: they are more often something else.
 */
final class PhoneNumbers implements Finder {
    private static final int MIN_DIGITS = 8;
    private static final int MAX_DIGITS = 15;
    private static final int MAX_LENGTH = 24;

    @Override
    public Optional<Place> next(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean begins = c == '+' || c == '(' || Finder.isDigit(c);
            if (begins && !isPart(text, i - 1)) {
                int end = c == '+' ? international(text, i) : northAmerican(text, i);
                if (end > i) {
                    return Optional.of(new Place(i, end));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isPart(String text, int before) {
        return Finder.isWord(text, before) || (before >= 0 && ".-+/#=".indexOf(text.charAt(before)) >= 0);
    }

    /** Where the number that begins with {@code +} ends; {@code start} if it is none. */
    private static int international(String text, int start) {
        int digits = 0;
        int end = start;
        int separators = 0;
        for (int i = start + 1; i < text.length() && i - start < MAX_LENGTH && separators < 3; i++) {
            char c = text.charAt(i);
            if (Finder.isDigit(c)) {
                digits++;
                separators = 0;
                end = i + 1;
            } else if (digits > 0 && " .-()".indexOf(c) >= 0) {
                separators++;
            } else {
                break;
            }
        }
        boolean fits = digits >= MIN_DIGITS && digits <= MAX_DIGITS && text.charAt(start + 1) != '0';
        return fits && !Finder.isWord(text, end) ? end : start;
    }

    /** Where the number of ten digits ends; {@code start} if it is none. */
    private static int northAmerican(String text, int start) {
        boolean bracket = text.charAt(start) == '(';
        int area = bracket ? start + 1 : start;
        int gap = area + 3;
        if (bracket) {
            gap = gap < text.length() && text.charAt(gap) == ')' ? gap + 1 : text.length();
        }
        int exchange = gap < text.length() && " -.".indexOf(text.charAt(gap)) >= 0 ? gap + 1 : gap;
        boolean apart = bracket || (exchange > gap && text.charAt(gap) != ' ');
        int line = exchange + 4;
        int end = line + 4;
        boolean fits = apart
                && end <= text.length()
                && hasDigits(text, area, 3)
                && hasDigits(text, exchange, 3)
                && hasDigits(text, line, 4)
                && text.charAt(area) >= '2'
                && text.charAt(exchange) >= '2'
                && "-.".indexOf(text.charAt(line - 1)) >= 0
                && (bracket || text.charAt(line - 1) == text.charAt(gap));
        return fits && !Finder.isWord(text, end) && !continues(text, end) ? end : start;
    }

    private static boolean continues(String text, int end) {
        return end < text.length() && "-.".indexOf(text.charAt(end)) >= 0 && Finder.isDigit(text, end + 1);
    }

    private static boolean hasDigits(String text, int start, int count) {
        for (int i = start; i < start + count; i++) {
            if (!Finder.isDigit(text, i)) {
                return false;
            }
        }
        return true;
    }
}
