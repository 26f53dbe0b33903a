package org.quern.ingest.pdf;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which hyphens at line ends part a word: those between small letters, but for words that the file has with a hyphen, and only so. */
final class Hyphens {
    private final Set<String> words;

    private Hyphens(Set<String> words) {
        this.words = words;
    }

    /** Hyphens by the words within the lines of these pages. */
    static Hyphens of(List<Page> pages) {
        Set<String> words = new HashSet<>();
        for (Page page : pages) {
            for (Segment segment : page.segments()) {
                String text = segment.text().toLowerCase(Locale.ROOT);
                for (int start = 0; start < text.length(); ) {
                    int end = wordEnd(text, start);
                    if (end > start) {
                        words.add(text.substring(start, end));
                    }
                    start = end + 1;
                }
            }
        }
        return new Hyphens(words);
    }

    /** Whether a line that ends in a hyphen, and the next one, have a word between them. */
    static boolean partWord(CharSequence before, String after) {
        int hyphen = before.length() - 1;
        return hyphen > 0
                && before.charAt(hyphen) == '-'
                && Character.isLetter(before.charAt(hyphen - 1))
                && Character.isLetter(after.charAt(0));
    }

    /** Whether the hyphen is one of the word's own. */
    boolean isOwn(CharSequence before, String after) {
        int hyphen = before.length() - 1;
        int start = hyphen;
        while (start > 0 && isWord(before.charAt(start - 1))) {
            start--;
        }
        String first = before.subSequence(start, hyphen).toString().toLowerCase(Locale.ROOT);
        String second = after.substring(0, wordEnd(after, 0)).toLowerCase(Locale.ROOT);
        if (words.contains(first + second)) {
            return false;
        }
        return !Character.isLowerCase(before.charAt(hyphen - 1))
                || !Character.isLowerCase(after.charAt(0))
                || words.contains(first + "-" + second);
    }

    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isWord(char c) {
        return Character.isLetter(c) || c == '-';
    }
}
