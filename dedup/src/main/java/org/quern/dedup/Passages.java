package org.quern.dedup;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The passages of a text: each line, and behind the lines of a paragraph, where it has several, the paragraph, which blank lines
 * end. Short lines that say nothing alone, such as a menu's, are a passage together.
 *
 * <p>What a missing line would break is a passage as a whole: code from fence to fence (an open one reaches to the end, as in
 * Markdown) and a table in lines that begin with {@code |}. A displayed formula, {@code $$} to {@code $$}, is none at all.
 */
final class Passages implements Iterator<Passage> {
    private static final String FORMULA = "$$";
    private static final int MIN_FENCE = 3;

    private final String text;
    private final Tokens tokens;
    private boolean hasToken;
    private int token;
    private int at;
    private @Nullable Passage paragraph;
    private boolean hasLines;
    private final Queue<Passage> ready = new ArrayDeque<>();

    Passages(String text) {
        this.text = text;
        tokens = new Tokens(text);
        hasToken = tokens.next();
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && at < text.length()) {
            read();
        }
        return !ready.isEmpty();
    }

    @Override
    public Passage next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void read() {
        Passage line = line();
        int fence = line.isBlank() ? 0 : fenceLength(line);
        if (line.isBlank()) {
            endParagraph();
        } else if (fence > 0) {
            endParagraph();
            ready.add(code(line, fence));
        } else if (text.startsWith(FORMULA, line.begin())) {
            endParagraph();
            skipFormula(line);
        } else if (text.charAt(line.begin()) == '|') {
            endParagraph();
            ready.add(table(line));
        } else {
            ready.add(line);
            hasLines = paragraph != null;
            paragraph = paragraph == null ? line : paragraph.through(line);
        }
        if (at == text.length()) {
            endParagraph();
        }
    }

    private void endParagraph() {
        if (paragraph != null && hasLines) {
            ready.add(paragraph);
        }
        paragraph = null;
        hasLines = false;
    }

    /** How many backticks or tildes open a block of code here; 0 where none does. */
    private int fenceLength(Passage line) {
        char mark = text.charAt(line.begin());
        if (mark != '`' && mark != '~') {
            return 0;
        }
        int end = runEnd(line, mark);
        boolean isInline = mark == '`' && text.substring(end, line.end()).indexOf(mark) >= 0;
        return end - line.begin() < MIN_FENCE || isInline ? 0 : end - line.begin();
    }

    private int runEnd(Passage line, char mark) {
        int end = line.begin();
        while (end < line.end() && text.charAt(end) == mark) {
            end++;
        }
        return end;
    }

    private Passage code(Passage opening, int fence) {
        char mark = text.charAt(opening.begin());
        Passage block = opening;
        while (at < text.length()) {
            Passage line = line();
            block = block.through(line);
            int end = line.isBlank() ? 0 : runEnd(line, mark);
            if (end == line.end() && end - line.begin() >= fence) {
                break;
            }
        }
        return block;
    }

    private Passage table(Passage first) {
        Passage table = first;
        while (hasToken && tokens.begin() < lineEnd() && text.charAt(tokens.begin()) == '|') {
            table = table.through(line());
        }
        return table;
    }

    /** One that nothing closes is only its line. */
    private void skipFormula(Passage line) {
        int close = text.indexOf(FORMULA, line.begin() + FORMULA.length());
        while (at < close) {
            line();
        }
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    /** Goes past the next line. */
    private Passage line() {
        int lineEnd = lineEnd();
        int first = token;
        int words = 0;
        int begin = hasToken ? tokens.begin() : lineEnd;
        int beginPoint = hasToken ? tokens.beginPoint() : 0;
        int end = begin;
        while (hasToken && tokens.begin() < lineEnd) {
            words += Character.isLetter(text.codePointAt(tokens.begin())) ? 1 : 0;
            end = tokens.end();
            token++;
            hasToken = tokens.next();
        }
        at = Math.min(lineEnd + 1, text.length());
        return new Passage(begin, end, beginPoint, first, token - first, words);
    }
}
