package org.quern.ingest.html;

import java.util.Optional;

/** The heading that repeats the title of a page: content begins after it. */
final class TitleHeading {
    private static final int MIN_CHARS = 4;
    private static final int MIN_TITLE_CHARS = 12;

    private TitleHeading() {}

    /**
     * The first {@code h1} that is in the page's title or begins with it; else the only {@code h1}; without any, the first
     * {@code h2} that begins or ends the title. White space, punctuation and case do not count.
     */
    static Optional<Box> of(PageMeasure measure, String title) {
        String bareTitle = bare(title);
        Optional<Box> firstOfTitle = Optional.empty();
        Optional<Box> first = Optional.empty();
        int h1s = 0;
        for (Box heading : measure.headings()) {
            if (!heading.isSmall()) {
                continue;
            }
            String text = bare(heading.element.text());
            if (heading.element.nameIs("h1") && !text.isEmpty()) {
                if (repeats(text, bareTitle)) {
                    return Optional.of(heading);
                }
                first = Optional.of(heading);
                h1s++;
            } else if (firstOfTitle.isEmpty() && text.length() >= MIN_CHARS && isAtEnd(text, bareTitle)) {
                firstOfTitle = Optional.of(heading);
            }
        }
        return h1s == 0 ? firstOfTitle : h1s == 1 ? first : Optional.empty();
    }

    private static boolean isAtEnd(String heading, String title) {
        return title.startsWith(heading) || title.endsWith(heading);
    }

    /** Whether a heading is in a page's title, or begins with it; both bare. */
    static boolean repeats(String heading, String title) {
        return heading.length() >= MIN_CHARS
                && (title.contains(heading) || (title.length() > MIN_TITLE_CHARS && heading.startsWith(title)));
    }

    /** The letters and digits of a text, in lower case. */
    static String bare(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
