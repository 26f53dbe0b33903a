package org.quern.tokenizer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns a byte-level BPE from documents and writes {@code tokenizer.json}. A document counts as often as the stages
 * use it.
 *
 * <p>Words are counted on the executors; the distinct ones then come to the driver, which needs about 0.5 KB of heap for
 * each to learn the merges. A sample by {@code maxBytes} keeps that in bounds whatever the corpus; {@code minWordCount}
 * does so for all of it.
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
                .map(stage -> stage.rows().select(TextTable.ID, TextTable.DOMAIN, TextTable.TEXT))
                .reduce(Dataset::union)
                .orElseThrow();
        DomainWeights weights = DomainWeights.of(config.domainWeights());
        SampledDocuments sample = SampledDocuments.of(documents, weights, config.maxBytes());
        CorpusWords corpus =
                CorpusWords.count(sample.rows(), config.pattern(), weights, config.minWordCount() * weights.unit());
        LOG.info("{}: {} distinct words, learning merges", NAME, corpus.words().size());
        TrainedBpe trained = train(corpus.words(), weights, config);
        write(new Path(context.folder(), FILE), context, trained.toJson());
        return Counts.empty()
                .with(Counts.IN, sample.all().documents())
                .with(Counts.KEPT, sample.used().documents())
                .with(Counts.DROPPED, sample.all().documents() - sample.used().documents())
                .with("bytes", sample.used().bytes())
                .with("words", corpus.words().size())
                .with("words.rare", corpus.rareWords())
                .with("vocabulary", trained.vocabSize())
                .with("vocabulary.reserved", trained.numReserved());
    }

    private static TrainedBpe train(WordCounts words, DomainWeights weights, TrainTokenizerConfig config) {
        List<String> specialTokens = new ArrayList<>(List.of(Tokenizer.END_OF_TEXT));
        specialTokens.addAll(config.specialTokens());
        int vocabSize = config.roundedVocabSize();
        long minFrequency = config.minFrequency() * weights.unit();
        TrainedBpe trained = BpeTrainer.train(words, specialTokens, vocabSize, minFrequency, config.pattern());
        if (trained.vocabSize() < vocabSize) {
            LOG.warn(
                    "{} tokens in place of {}: no other pair occurs {} times in the text",
                    trained.vocabSize(),
                    vocabSize,
                    Math.max(1, config.minFrequency()));
        }
        return trained.filledTo(config.vocabMultipleOf());
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
}
