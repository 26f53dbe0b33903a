package org.quern.tokenizer;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.RecordCodec;
import org.quern.tokenizer.CorpusWords.Block;
import org.quern.tokenizer.split.SplitPattern;

/** The counted words of a partition's documents as blocks, those of one hash table at a time. */
final class PartitionWords implements Iterator<Row> {

    /** Distinct words that are held at most before they are passed on: some 100 MB. */
    private static final int MAX_HELD_WORDS = 2_000_000;

    private final Iterator<Row> documents;
    private final SplitPattern pattern;
    private final DomainWeights weights;
    private final int numBuckets;
    private final RecordCodec<Block> codec;
    private Iterator<Row> blocks = Collections.emptyIterator();

    /** Of rows of domain and the text's UTF-8. */
    PartitionWords(
            Iterator<Row> documents,
            SplitPattern pattern,
            DomainWeights weights,
            int numBuckets,
            RecordCodec<Block> codec) {
        this.documents = documents;
        this.pattern = pattern;
        this.weights = weights;
        this.numBuckets = numBuckets;
        this.codec = codec;
    }

    @Override
    public boolean hasNext() {
        if (!blocks.hasNext() && documents.hasNext()) {
            WordCounts words = new WordCounts();
            while (documents.hasNext() && words.size() < MAX_HELD_WORDS) {
                Row document = documents.next();
                add(document.getAs(1), weights.of(document.getString(0)), words);
            }
            List<byte[]> split = WordBlock.split(words, numBuckets);
            blocks = IntStream.range(0, numBuckets)
                    .mapToObj(bucket -> codec.toRow(new Block(bucket, split.get(bucket))))
                    .iterator();
        }
        return blocks.hasNext();
    }

    private void add(byte[] utf8, long weight, WordCounts words) {
        if (weight == 0) {
            return;
        }
        for (int start = 0; start < utf8.length; ) {
            int end = pattern.pieceEnd(utf8, start, utf8.length);
            words.add(utf8, start, end, weight);
            start = end;
        }
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return blocks.next();
    }
}
