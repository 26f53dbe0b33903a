package org.quern.tokenizer;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.tokenizer.TokenBudget.Kept;

/**
 * Encodes each stage's documents, meets the stage's ratios in tokens, shuffles, packs, and writes
 * {@code stageN/*.arrow}, {@code tokenizer.json} and {@code plan.json}. The same bytes for any number of partitions.
 */
public final class TokenizeJob implements Job<TokenizeConfig> {

    /** The job. */
    public TokenizeJob() {}

    @Override
    public String name() {
        return "tokenize";
    }

    @Override
    public String description() {
        return "Turns a mixture's stages, or any Parquet or JSONL with a text column, into packed sequences of tokens"
                + " (Arrow shards), with the tokenizer of train-tokenizer or a tokenizer.json.";
    }

    @Override
    public TokenizeConfig defaults() {
        return TokenizeConfig.defaults();
    }

    @Override
    public Counts run(JobContext context, TokenizeConfig config) throws IOException {
        Tokenizer tokenizer = tokenizer(context);
        SharedTokenizer shared = new SharedTokenizer(context.spark(), tokenizer);
        Counts counts = Counts.empty();
        List<TokenizedPlan.Stage> stages = new ArrayList<>();
        for (StageDocuments stage : StageDocuments.of(context, config.contextLength())) {
            Dataset<Row> encoded =
                    EncodedDocuments.of(stage.rows(), shared, config.seed()).persist(StorageLevel.MEMORY_AND_DISK());
            try {
                TokenBudget budget = TokenBudget.of(encoded, stage);
                PackedSums sums = write(budget, task(context, config, stage, budget, tokenizer));
                TokenizedPlan.Stage made = TokenizedPlan.Stage.of(
                        stage, budget, sums, VocabularyUse.of(tokenizer.vocabSize(), sums.tokenCounts()));
                made.addTo(counts, budget.read());
                stages.add(made);
            } finally {
                encoded.unpersist();
            }
        }
        TrainTokenizerJob.write(new Path(context.folder(), TrainTokenizerJob.FILE), context, tokenizer.toJson());
        byte[] plan = new TokenizedPlan(tokenizer.hash(), config.seed(), stages).toJson();
        TrainTokenizerJob.write(new Path(context.folder(), TokenizedPlan.FILE), context, plan);
        return counts;
    }

    private static Tokenizer tokenizer(JobContext context) throws IOException {
        Path file = context.raw().stream()
                .filter(TrainTokenizerJob::isFile)
                .map(Path::new)
                .findFirst()
                .orElseGet(() -> new Path(context.made(TrainTokenizerJob.NAME), TrainTokenizerJob.FILE));
        try (InputStream in = file.getFileSystem(context.hadoop()).open(file)) {
            return Tokenizer.of(in.readAllBytes(), file.toString());
        }
    }

    private static ShardTask task(
            JobContext context, TokenizeConfig config, StageDocuments stage, TokenBudget budget, Tokenizer tokenizer) {
        long tokens = budget.kept().values().stream().mapToLong(Kept::tokens).sum();
        if (tokens == 0) {
            throw new InputException("%s has no text to tokenize; give documents".formatted(stage.name()));
        }
        return new ShardTask(
                new Path(context.folder(), stage.name()).toString(),
                stage.name(),
                stage.contextLength(),
                tokenizer.hash(),
                tokenizer.endOfText(),
                tokenizer.vocabSize(),
                ShardTask.numShards(tokens, config.shardTokens()),
                new SerializableConfiguration(context.hadoop()));
    }

    private static PackedSums write(TokenBudget budget, ShardTask task) {
        FlatMapFunction<Iterator<Row>, PackedSums> writing = task::write;
        Dataset<Row> rows = budget.rows();
        return rows.repartition(task.numShards(), ShardTask.shardOf(col(EncodedDocuments.KEY), task.numShards()))
                // All that can tell rows apart, so that nothing hangs on where they came from.
                .sortWithinPartitions(EncodedDocuments.KEY, TextTable.ID, StageDocuments.COPY, EncodedDocuments.TOKENS)
                .toJavaRDD()
                .mapPartitions(writing)
                // On the executors, so that the driver need not hold the counts of every shard.
                .treeAggregate(PackedSums.nothing(), PackedSums::plus, PackedSums::plus);
    }
}
