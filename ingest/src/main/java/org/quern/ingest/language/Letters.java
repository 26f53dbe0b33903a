package org.quern.ingest.language;

/** The beginning of a text as identifiers look at it. */
final class Letters {
    private Letters() {}

    /** At most that many lower-case letters with their marks, words apart by one blank, without code between fences. */
    static String of(String text, int max) {
        StringBuilder letters = new StringBuilder(max);
        boolean fenced = false;
        for (int i = 0; i < text.length() && letters.length() < max; i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == '`' && text.startsWith("```", i)) {
                fenced = !fenced;
                i += 2;
            } else if (!fenced && (Character.isLetter(c) || isMark(c))) {
                letters.appendCodePoint(Character.toLowerCase(c));
            } else if (!letters.isEmpty() && letters.charAt(letters.length() - 1) != ' ') {
                letters.append(' ');
            }
        }
        return letters.toString();
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
