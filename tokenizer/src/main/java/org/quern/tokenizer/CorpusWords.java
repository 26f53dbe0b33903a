package org.quern.tokenizer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.make_valid_utf8;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.quern.ingest.job.RecordCodec;
import org.quern.tokenizer.split.SplitPattern;

/**
 * The distinct pieces of a corpus with their counts, on the driver. Counted in each partition by a hash table, then over
 * all by a shuffle of blocks of words.
 *
 * @param words those with at least the count that was asked for
 * @param rareWords how many distinct words have less
 */
record CorpusWords(WordCounts words, long rareWords) {

    /**
     * Words that belong together on their way to the driver.
     *
     * @param bucket a function of the words' bytes
     * @param words a {@link WordBlock}
     */
    @SuppressWarnings("ArrayRecordComponent") // A row, never compared.
    record Block(int bucket, byte[] words) {}

    /**
     * Counts.
     *
     * @param documents columns domain and text
     */
    static CorpusWords count(Dataset<Row> documents, SplitPattern pattern, DomainWeights weights, long minCount) {
        int numBuckets = Integer.parseInt(documents.sparkSession().conf().get("spark.sql.shuffle.partitions"));
        RecordCodec<Block> codec = RecordCodec.of(Block.class);
        MapPartitionsFunction<Row, Row> counting =
                rows -> new PartitionWords(rows, pattern, weights, numBuckets, codec);
        MapPartitionsFunction<Row, Row> adding = blocks -> sum(blocks, codec);
        Dataset<Row> sums = documents
                .select(
                        col(TextTable.DOMAIN),
                        // A scanner relies on UTF-8, which a file of others may break.
                        make_valid_utf8(col(TextTable.TEXT)).cast(DataTypes.BinaryType))
                .mapPartitions(counting, codec.encoder())
                .repartitionById(numBuckets, col("bucket"))
                .mapPartitions(adding, codec.encoder());
        WordCounts words = new WordCounts();
        long distinct = 0;
        for (Row row : sums.collectAsList()) {
            distinct += WordBlock.addTo(words, codec.fromRow(row).words(), minCount);
        }
        return new CorpusWords(words, distinct - words.size());
    }

    private static Iterator<Row> sum(Iterator<Row> blocks, RecordCodec<Block> codec) {
        WordCounts words = new WordCounts();
        blocks.forEachRemaining(row -> WordBlock.addTo(words, codec.fromRow(row).words(), 0));
        return List.of(codec.toRow(new Block(0, WordBlock.split(words, 1).get(0))))
                .iterator();
    }
}
