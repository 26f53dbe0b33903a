package org.quern.ingest.licence;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a file says of its licence.
 *
 * @param expression in SPDX's form
 * @param line where it is said, from 1; of words of a licence, where the file begins
 */
public record Licence(LicenceExpression expression, int line) {
    private static final int HEAD_CHARS = 4_000;
    private static final int MAX_TAG_CHARS = 120;

    /** In two parts, so that this is not the tag of this file. */
    private static final String TAG = "SPDX-License-" + "Identifier:";

    private static final Pattern MARKS = Pattern.compile("[\\s*#/;%!<>\"'`-]+");

    /** The licence that a text's first {@value #HEAD_CHARS} characters tell: by a tag, else by words. */
    public static Optional<Licence> of(String text) {
        String head = text.substring(0, Math.min(text.length(), HEAD_CHARS));
        int tag = head.indexOf(TAG);
        if (tag >= 0) {
            return tagged(head, tag);
        }
        return LicenceWords.expression(plain(head)).map(expression -> new Licence(expression, 1));
    }

    private static Optional<Licence> tagged(String head, int tag) {
        int start = tag + TAG.length();
        int newline = head.indexOf('\n', start);
        int end = Math.min(newline < 0 ? head.length() : newline, start + MAX_TAG_CHARS);
        int line = 1 + (int) head.chars().limit(tag).filter(c -> c == '\n').count();
        return LicenceExpression.leading(head.substring(start, Math.min(end, head.length())))
                .map(expression -> new Licence(expression, line));
    }

    /** Lower case, single blanks, no marks of comments: notices are wrapped in many ways. */
    private static String plain(String head) {
        return MARKS.matcher(head).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
