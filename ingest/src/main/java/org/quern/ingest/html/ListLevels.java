package org.quern.ingest.html;

import java.util.ArrayDeque;
import java.util.Deque;

/** The lists that the text being written is in. */
final class ListLevels {
    private static final int UNNUMBERED = -1;

    /** A list that is none to a reader, but a frame for posts. */
    private static final int FRAME = -2;

    private static final int MAX_INDENTS = 7;

    /** For each list, innermost first, the number of its last item, or what it is instead of numbered. */
    private final Deque<Integer> levels = new ArrayDeque<>();

    void beginNumbered() {
        levels.push(0);
    }

    void beginUnnumbered() {
        levels.push(UNNUMBERED);
    }

    void beginFrame() {
        levels.push(FRAME);
    }

    void end() {
        levels.poll();
    }

    /** Whether the text is in no list within its post. */
    boolean isOutside() {
        return levels.isEmpty() || levels.peek() == FRAME;
    }

    /** The marker of the next item, indented by the lists around it. */
    String nextMarker() {
        String indent = "  ".repeat(outerLists());
        int last = levels.pop();
        levels.push(last == UNNUMBERED ? UNNUMBERED : last + 1);
        return last == UNNUMBERED ? indent + "- " : indent + (last + 1) + ". ";
    }

    private int outerLists() {
        int lists = -1;
        for (int level : levels) {
            if (level == FRAME || lists == MAX_INDENTS) {
                break;
            }
            lists++;
        }
        return lists;
    }
}
