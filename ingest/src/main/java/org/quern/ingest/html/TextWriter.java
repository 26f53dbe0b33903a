package org.quern.ingest.html;

/**
 * Collects text as a browser lays it out: white space collapses, blocks are apart by a blank line, nothing trails.
 *
 * <p>Breaks are remembered and written only before the next text, so that empty elements leave no trace. In a
 * {@linkplain #beginFlat flat} part, such as a table's cell, breaks are spaces. Headings that nothing follows are left
 * out, unless there is nothing else.
 */
final class TextWriter {
    private final StringBuilder out = new StringBuilder();
    private int pendingNewlines;
    private boolean pendingSpace;
    private int flatDepth;
    private String pendingMarker = "";
    private boolean inHeading;
    private int bodyEnd;

    /** Text whose white space collapses. */
    void text(String text) {
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && !isSpace(text.charAt(at))) {
                at++;
            }
            verbatim(text, start, at);
            pendingSpace |= at < text.length();
            at++;
        }
    }

    /** Text as it is, on one line or more. */
    void verbatim(String text) {
        verbatim(text, 0, text.length());
    }

    /** At least this many line ends before the next text: 1 for a line, 2 for a paragraph. */
    void breakLine(int newlines) {
        if (flatDepth > 0) {
            pendingSpace = true;
        } else {
            pendingNewlines = Math.max(pendingNewlines, newlines);
        }
    }

    /** Begins a line with a marker, written only if text follows. */
    void marker(String marker) {
        if (flatDepth == 0) {
            breakLine(1);
            pendingMarker = marker;
        }
    }

    /** Forgets the marker of a line that begins with something that needs the line's start, such as a fence. */
    void dropMarker() {
        pendingMarker = "";
    }

    void beginFlat() {
        flatDepth++;
    }

    void endFlat() {
        flatDepth--;
    }

    boolean isFlat() {
        return flatDepth > 0;
    }

    void beginHeading() {
        inHeading = true;
    }

    void endHeading() {
        inHeading = false;
    }

    @Override
    public String toString() {
        return bodyEnd == 0 ? out.toString() : out.substring(0, bodyEnd);
    }

    private void verbatim(String text, int start, int end) {
        if (start < end) {
            flush();
            out.append(text, start, end);
            bodyEnd = inHeading ? bodyEnd : out.length();
        }
    }

    private static boolean isSpace(char c) {
        return c <= ' ' || c == 0xa0 || c == 0x200b || c == 0xfeff;
    }

    private void flush() {
        if (pendingNewlines > 0) {
            if (out.length() > 0) {
                out.append("\n".repeat(pendingNewlines));
            }
        } else if (pendingSpace && out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
            out.append(' ');
        }
        out.append(pendingMarker);
        pendingMarker = "";
        pendingNewlines = 0;
        pendingSpace = false;
    }
}
