package org.quern.ingest.html;

import java.util.List;

/** What of a page is written. */
interface Selection {
    /** The boxes to write, in document order, none inside another. */
    List<Box> roots();

    /** Whether a box inside a root is left out with all that it holds. */
    boolean drops(Box box);

    /** A line to write before a box, or an empty string. */
    default String opening(Box box) {
        return "";
    }

    /** All of a box. */
    static Selection everythingIn(Box box) {
        return new Selection() {
            @Override
            public List<Box> roots() {
                return List.of(box);
            }

            @Override
            public boolean drops(Box inner) {
                return false;
            }
        };
    }
}
