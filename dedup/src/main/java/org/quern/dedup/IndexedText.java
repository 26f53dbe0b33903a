package org.quern.dedup;

/**
 * What later dumps need to know of a document: a row of {@code documents/} in a part of a {@link DumpIndex}. Of documents with one
 * exact hash there is one row, in the part of the first dump that has any; it stands for all, dropped ones as well as kept.
 *
 * @param id of the document
 * @param dump number of its part
 * @param exactHigh high half of the {@link ExactHash}
 * @param exactLow its low half
 * @param bands as in {@link Sketch}
 * @param kept id of the document that stays for it, which may be itself
 * @param keptDump number of the part that has that one
 * @param similarity to it
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way to Spark, never compared
record IndexedText(
        String id,
        int dump,
        long exactHigh,
        long exactLow,
        long[] bands,
        String kept,
        int keptDump,
        double similarity) {}
