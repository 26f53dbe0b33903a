package org.quern.tokenizer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.job.JobInput;

/**
 * The documents of one stage.
 *
 * @param name of the stage and its folder
 * @param contextLength tokens in a training sequence
 * @param ratios share of the stage's tokens by domain; empty if all documents are wanted as they are
 * @param maxTokens that the stage may have, where ratios are given
 * @param rows columns id, url, copy, rank, language, domain, text
 */
record StageDocuments(
        String name, int contextLength, SortedMap<String, Double> ratios, long maxTokens, Dataset<Row> rows) {

    static final String COPY = "copy";
    static final String RANK = "rank";

    private static final String MIX = "mix";
    private static final String DOCUMENTS = "documents";

    /**
     * The stages of the mixture among the inputs; without one, all documents of the inputs as one stage.
     *
     * @param contextLength of that one stage
     * @throws InputException if there are no documents
     */
    static List<StageDocuments> of(JobContext context, int contextLength) throws IOException {
        return context.has(MIX) ? mixed(context) : List.of(single(context, contextLength));
    }

    private static List<StageDocuments> mixed(JobContext context) throws IOException {
        Path mix = context.made(MIX);
        Path planFile = new Path(mix, "plan.json");
        JsonNode plan;
        try (InputStream in = planFile.getFileSystem(context.hadoop()).open(planFile)) {
            plan = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new InputException("%s cannot be read; run mix again".formatted(planFile), e);
        }
        List<StageDocuments> stages = new ArrayList<>();
        for (JsonNode stage : plan.path("stages")) {
            String name = stage.path("name").asText();
            SortedMap<String, Double> ratios = new TreeMap<>();
            stage.path("domains")
                    .properties()
                    .forEach(domain -> ratios.put(
                            domain.getKey(), domain.getValue().path("ratio").asDouble()));
            int contextLength = stage.path("contextLength").asInt();
            if (contextLength < 2) {
                throw new InputException("%s: contextLength of %s must be at least 2, got %s; run mix again"
                        .formatted(planFile, name, stage.path("contextLength")));
            }
            Dataset<Row> rows = TextTable.read(context.spark(), new Path(mix, name));
            long maxTokens = stage.path("configuredTokens").asLong(Long.MAX_VALUE);
            stages.add(new StageDocuments(name, contextLength, ratios, maxTokens, columns(rows)));
        }
        if (stages.isEmpty()) {
            throw new InputException("%s has no stages; run mix again".formatted(planFile));
        }
        return stages;
    }

    private static StageDocuments single(JobContext context, int contextLength) throws IOException {
        List<Dataset<Row>> tables = new ArrayList<>();
        for (JobInput input : context.inputs()) {
            if (isTokenizer(input)) {
                continue;
            }
            Path path = new Path(input.path());
            Path documents = input.manifest().isPresent() ? new Path(path, DOCUMENTS) : path;
            tables.add(columns(TextTable.read(context.spark(), documents)
                    .withColumn(COPY, lit(0))
                    .withColumn(RANK, lit(0L))));
        }
        Dataset<Row> all = tables.stream()
                .reduce(Dataset::union)
                .orElseThrow(() -> new InputException(
                        "no --input has documents; give the folder that mix wrote, or Parquet or JSONL files"));
        return new StageDocuments("stage1", contextLength, new TreeMap<>(), Long.MAX_VALUE, all);
    }

    private static boolean isTokenizer(JobInput input) {
        return TrainTokenizerJob.isFile(input.path())
                || input.manifest()
                        .filter(manifest -> manifest.step().equals(TrainTokenizerJob.NAME))
                        .isPresent();
    }

    private static Dataset<Row> columns(Dataset<Row> rows) {
        return rows.select(
                col(TextTable.ID),
                col(TextTable.URL),
                col(COPY).cast("int"),
                col(RANK).cast("long"),
                col(TextTable.LANGUAGE),
                col(TextTable.DOMAIN),
                col(TextTable.TEXT));
    }
}
