package org.quern.ingest.pdf;

import java.util.List;

/**
 * What stands on a page, or in a part of one.
 *
 * @param number in the file, from 0
 * @param segments in the order in which the file draws them, or from top to bottom
 */
record Page(int number, List<Segment> segments) {
    /** The same page with other segments. */
    Page with(List<Segment> others) {
        return new Page(number, others);
    }
}
