package org.quern.tokenizer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns a byte-level BPE from documents and writes {@code tokenizer.json}. A document counts as often as the stages
 * use it.
 */
public final class TrainTokenizerJob implements Job<TrainTokenizerConfig> {

    static final String NAME = "train-tokenizer";
    static final String FILE = "tokenizer.json";

    private static final Logger LOG = LoggerFactory.getLogger(TrainTokenizerJob.class);

    /** The job. */
    public TrainTokenizerJob() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Learns a byte-level BPE vocabulary from a mixture's stages, or any Parquet or JSONL with a text column,"
                + " as a Hugging Face "
                + FILE + ".";
    }

    @Override
    public TrainTokenizerConfig defaults() {
        return TrainTokenizerConfig.defaults();
    }

    @Override
    public Counts run(JobContext context, TrainTokenizerConfig config) throws IOException {
        Dataset<Row> documents = StageDocuments.of(context, 1).stream()
                .map(stage -> stage.rows().select(TextTable.ID, TextTable.TEXT))
                .reduce(Dataset::union)
                .orElseThrow();
        Size all = Size.of(documents);
        if (all.bytes == 0) {
            throw new InputException("the inputs have no text to learn from; give documents");
        }
        Dataset<Row> sample = sample(documents, (double) config.maxBytes() / all.bytes);
        Size used = all.bytes <= config.maxBytes() ? all : Size.of(sample);
        WordCounts words = CorpusWords.count(sample.select(TextTable.TEXT).as(Encoders.STRING()), SplitPattern.QWEN2);
        TrainedBpe trained = BpeTrainer.train(words, config.vocabSize(), config.minFrequency(), SplitPattern.QWEN2);
        int vocabulary = trained.tokens().size();
        if (vocabulary < config.vocabSize()) {
            LOG.warn(
                    "{} tokens in place of {}: no other pair occurs {} times in the text",
                    vocabulary,
                    config.vocabSize(),
                    config.minFrequency());
        }
        write(new Path(context.folder(), FILE), context, trained.toJson());
        return Counts.empty()
                .with(Counts.IN, all.documents)
                .with(Counts.KEPT, used.documents)
                .with(Counts.DROPPED, all.documents - used.documents)
                .with("bytes", used.bytes)
                .with("words", words.size())
                .with("vocabulary", vocabulary);
    }

    /** The documents whose ids hash below the fraction. */
    private static Dataset<Row> sample(Dataset<Row> documents, double fraction) {
        if (fraction >= 1) {
            return documents;
        }
        long bound = (long) ((fraction - 0.5) * 0x1p64);
        return documents.filter(xxhash64(col(TextTable.ID)).lt(lit(bound)));
    }

    /** Whether an input is a tokenizer's file rather than documents. */
    static boolean isFile(String path) {
        return path.endsWith(FILE);
    }

    static void write(Path file, JobContext context, byte[] bytes) throws IOException {
        try (OutputStream out = file.getFileSystem(context.hadoop()).create(file)) {
            out.write(bytes);
        }
    }

    /** How many documents, and bytes of UTF-8. */
    private record Size(long documents, long bytes) {
        static Size of(Dataset<Row> documents) {
            List<Row> sums = documents
                    .agg(count(lit(1)), sum(octet_length(col(TextTable.TEXT))))
                    .collectAsList();
            Row row = sums.get(0);
            return new Size(row.getLong(0), row.isNullAt(1) ? 0 : row.getLong(1));
        }
    }
}
