package org.quern.dedup;

import java.util.Optional;

/**
 * What deduplication knows of a document in place of its text.
 *
 * @param id of the document
 * @param url of the document
 * @param quality for the choice of the copy that stays
 * @param length of the text, in UTF-16 units, for the same
 * @param sourceRank for the same: the place of its source among the preferred ones, their number where it is none of them
 * @param seconds for the same: its date, since 1970 in UTC
 * @param exactHigh high half of the {@link ExactHash}
 * @param exactLow its low half
 * @param bands keys of the {@link Lsh} bands; none where the text has no shingle
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way to Spark, never compared
record Sketch(
        String id,
        String url,
        double quality,
        long length,
        int sourceRank,
        Optional<Long> seconds,
        long exactHigh,
        long exactLow,
        long[] bands) {}
