package org.quern.pretrain.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
public final class TinyCorpus {
    /** Ids of its tokenizer. */
    public static final int VOCAB = 32;

    /** Tokens in a row. */
    public static final int CONTEXT = 16;

    static final int ROWS = 64;

    private static final TokenizedPlan.Domain NO_DOMAIN = new TokenizedPlan.Domain(0, 0, 0, 0, 0, 0, 0);

    private TinyCorpus() {}

    /** Writes the folder: stages stage1 and stage2. */
    public static Path write(Path folder) throws IOException {
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
        return PretrainConfig.defaults()
                .with(Map.ofEntries(
                        Map.entry("model.hiddenSize", "32"),
                        Map.entry("model.numLayers", "2"),
                        Map.entry("model.intermediateSize", "48"),
                        Map.entry("model.mtpLayers", "0"),
                        Map.entry("model.exitLayers", "[]"),
                        Map.entry("stages", """
                                - name: stage1
                                  tokens: 3072
                                  epochs: 0
                                  learningRate: {peak: 1e-2, end: 5e-3, warmup: 0.2, constantUntil: 0.5}
                                  ropeTheta: 10000
                                  mtpWeight: 0.3
                                - name: stage2
                                  tokens: 2048
                                  epochs: 0
                                  learningRate: {peak: 5e-3, end: 1e-3, warmup: 0, constantUntil: 0.5}
                                  ropeTheta: 640000
                                  mtpWeight: 0.1
                                """),
                        Map.entry("optimizer.outlierWindow", "8"),
                        Map.entry("optimizer.maxSkippedSteps", "2"),
                        Map.entry("precision", precision),
                        Map.entry("batchTokens", "256"),
                        Map.entry("microbatchTokens", Integer.toString(microbatchTokens)),
                        Map.entry("exitWeight", "0"),
                        Map.entry("exitEvery", "1"),
                        Map.entry("seed", "3"),
                        Map.entry("ranks", Integer.toString(ranks)),
                        Map.entry("threads", "1"),
                        Map.entry("exchange.timeoutSeconds", "20"),
                        Map.entry("checkpoints.everySteps", "5"),
                        Map.entry("checkpoints.keepAtEnd", "true")));
    }

    /** The same with so many times the steps, and checkpoints as often as tens of them pass. */
    static PretrainConfig longer(PretrainConfig config, int times) {
        String every = Integer.toString(config.checkpoints().everySteps() * Math.max(1, times / 10));
        ArrayNode stages = (ArrayNode) ConfigReader.toJson(config).get("stages");
        stages.forEach(
                stage -> ((ObjectNode) stage).put("tokens", stage.get("tokens").asLong() * times));
        // Learnt by heart, a loss near 0 has outliers all the time.
        return config.with(
                Map.of("stages", stages.toString(), "checkpoints.everySteps", every, "optimizer.outlierSigmas", "0"));
    }
}
