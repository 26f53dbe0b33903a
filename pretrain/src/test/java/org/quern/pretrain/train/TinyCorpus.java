package org.quern.pretrain.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.quern.ingest.job.ConfigReader;
import org.quern.tokenizer.TokenizedPlan;
import org.quern.tokenizer.Tokenizer;
import org.quern.tokenizer.VocabularyUse;
import org.quern.tokenizer.shard.DocumentSpan;
import org.quern.tokenizer.shard.ShardWriter;

/** A folder as {@code tokenize} leaves it, of counting sequences that a model learns at once. */
final class TinyCorpus {
    static final int VOCAB = 32;
    static final int CONTEXT = 16;
    static final int ROWS = 64;

    private static final TokenizedPlan.Domain NO_DOMAIN = new TokenizedPlan.Domain(0, 0, 0, 0, 0, 0, 0);

    private TinyCorpus() {}

    static Path write(Path folder) throws IOException {
        StringBuilder vocab = new StringBuilder();
        for (int i = 0; i < VOCAB; i++) {
            vocab.append(i == 0 ? "" : ",")
                    .append("\"t")
                    .append(i)
                    .append("\":")
                    .append(i);
        }
        Files.createDirectories(folder);
        Path tokenizer = Files.writeString(
                folder.resolve("tokenizer.json"),
                "{\"added_tokens\":[],\"model\":{\"type\":\"BPE\",\"merges\":[],\"vocab\":{" + vocab + "}}}");
        String hash = Tokenizer.hash(Files.readAllBytes(tokenizer));
        List<TokenizedPlan.Stage> stages = new ArrayList<>();
        for (String stage : List.of("stage1", "stage2")) {
            stage(folder.resolve(stage), stage, hash);
            stages.add(planned(stage));
        }
        new ObjectMapper().writeValue(folder.resolve(TokenizedPlan.FILE).toFile(), new TokenizedPlan(hash, 1, stages));
        return folder;
    }

    /** Only the number of sequences matters. */
    private static TokenizedPlan.Stage planned(String stage) {
        return new TokenizedPlan.Stage(
                stage,
                CONTEXT,
                ROWS,
                1,
                0,
                1,
                0,
                1,
                1,
                new TreeMap<>(Map.of("first", NO_DOMAIN, "second", NO_DOMAIN)),
                new TreeMap<>(),
                new VocabularyUse(VOCAB, VOCAB, 0, new TreeMap<>()));
    }

    private static void stage(Path folder, String stage, String hash) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(stage.hashCode());
        try (ShardWriter writer =
                new ShardWriter(Files.newOutputStream(folder.resolve("part-00000.arrow")), stage, CONTEXT, hash)) {
            for (int row = 0; row < ROWS; row++) {
                int length = CONTEXT - random.nextInt(3);
                int second = 2 + random.nextInt(length - 4);
                int[] tokens = new int[CONTEXT];
                for (int i = 0; i < length; i++) {
                    tokens[i] = i == 0 || i == second ? random.nextInt(VOCAB) : (tokens[i - 1] + 3) % VOCAB;
                }
                writer.write(
                        tokens,
                        length,
                        List.of(
                                new DocumentSpan("a" + row, "", "first", 0, 0),
                                new DocumentSpan("b" + row, "", "second", second, 0)));
            }
        }
    }

    static PretrainConfig config(int ranks, int microbatchTokens, String precision) {
        ModelShape shape = new ModelShape(32, 2, 4, 2, 0, 48, true, 1e-5, 0, List.of());
        return new PretrainConfig(
                shape,
                List.of(
                        new StageConfig("stage1", 12 * 256, 0, LearningRate.cosine(1e-2, 5e-3, 0.2, 0.5), 10_000, 0.3),
                        new StageConfig("stage2", 8 * 256, 0, LearningRate.cosine(5e-3, 1e-3, 0, 0.5), 640_000, 0.1)),
                new OptimizerConfig("adamw", 0.9, 0.95, 1e-8, 0.1, 1, 10, 6, 8, 2),
                precision,
                256,
                microbatchTokens,
                BatchRamp.NONE,
                0,
                1,
                1,
                3,
                ranks,
                1,
                new ExchangeConfig(false, 0, 0.7, 0.9, 20),
                new CheckpointConfig(5, 2, true));
    }

    /** The same with other values under dotted keys. */
    static PretrainConfig with(PretrainConfig config, Map<String, String> settings) {
        return ConfigReader.read(config, MissingNode.getInstance(), settings, "test");
    }

    /** The same with so many times the steps. */
    static PretrainConfig longer(PretrainConfig c, int times) {
        List<StageConfig> stages = c.stages().stream()
                .map(stage -> new StageConfig(
                        stage.name(),
                        stage.tokens() * times,
                        0,
                        stage.learningRate(),
                        stage.ropeTheta(),
                        stage.mtpWeight()))
                .toList();
        return new PretrainConfig(
                c.model(),
                stages,
                c.optimizer(),
                c.precision(),
                c.batchTokens(),
                c.microbatchTokens(),
                c.batchRamp(),
                c.exitWeight(),
                c.exitEvery(),
                c.mtpEvery(),
                c.seed(),
                c.ranks(),
                c.threads(),
                c.exchange(),
                new CheckpointConfig(
                        c.checkpoints().everySteps() * Math.max(1, times / 10),
                        c.checkpoints().keep(),
                        true));
    }
}
