package org.quern.tokenizer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.RecordCodec;

/**
 * Counts the distinct pieces of a corpus on Spark: in each partition by a hash table, then over all by a shuffle of the
 * words alone.
 */
final class CorpusWords {

    /** Distinct words that a partition holds at most before it passes them on. */
    private static final int MAX_HELD_WORDS = 2_000_000;

    private CorpusWords() {}

    /** A distinct piece and how often it occurs. */
    @SuppressWarnings("ArrayRecordComponent") // A row, never compared.
    record CountedWord(byte[] word, long count) {}

    /** Counts on the executors and gathers the distinct words on the driver. */
    static WordCounts count(Dataset<String> texts, SplitPattern pattern) {
        RecordCodec<CountedWord> codec = RecordCodec.of(CountedWord.class);
        MapPartitionsFunction<String, Row> counting = partition -> new PartitionWords(partition, pattern, codec);
        Dataset<Row> words = texts.mapPartitions(counting, codec.encoder())
                .groupBy(col("word"))
                .agg(sum(col("count")).as("count"));
        WordCounts all = new WordCounts();
        for (Iterator<Row> rows = words.toLocalIterator(); rows.hasNext(); ) {
            CountedWord counted = codec.fromRow(rows.next());
            all.add(counted.word(), 0, counted.word().length, counted.count());
        }
        return all;
    }

    /** The counted words of a partition, a table full at a time. */
    private static final class PartitionWords implements Iterator<Row> {

        private final Iterator<String> texts;
        private final SplitPattern pattern;
        private final RecordCodec<CountedWord> codec;
        private final Utf8 utf8 = new Utf8(0);
        private WordCounts words = new WordCounts();
        private int next;

        PartitionWords(Iterator<String> texts, SplitPattern pattern, RecordCodec<CountedWord> codec) {
            this.texts = texts;
            this.pattern = pattern;
            this.codec = codec;
        }

        @Override
        public boolean hasNext() {
            if (next == words.size() && texts.hasNext()) {
                words = new WordCounts();
                next = 0;
                while (texts.hasNext() && words.size() < MAX_HELD_WORDS) {
                    add(texts.next());
                }
            }
            return next < words.size();
        }

        private void add(String text) {
            utf8.set(text);
            for (int start = 0; start < utf8.length(); ) {
                int end = pattern.pieceEnd(utf8.bytes(), start, utf8.length());
                words.add(utf8.bytes(), start, end, 1);
                start = end;
            }
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            Row row = codec.toRow(new CountedWord(words.word(next), words.count(next)));
            next++;
            return row;
        }
    }
}
