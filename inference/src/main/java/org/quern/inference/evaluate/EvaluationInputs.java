package org.quern.inference.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.quern.inference.CheckpointFolder;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobContext;

/** Sorts a job's inputs into checkpoints, texts and problems. */
final class EvaluationInputs {
    /** No domain needs more documents than it has tokens to score; of short ones, so many are enough. */
    private static final int MAX_DOCUMENTS = 2_000;

    private final JobContext context;

    EvaluationInputs(JobContext context) {
        this.context = context;
    }

    /** A checkpoint's folder on this machine. */
    record Checkpoint(String stage, java.nio.file.Path folder) {}

    /** The stages of {@code pretrain}, in the order of their names, then the folders given as they are. */
    List<Checkpoint> checkpoints() throws IOException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        if (context.has("pretrain")) {
            for (FileStatus stage : list(context.made("pretrain"))) {
                if (isCheckpoint(stage.getPath())) {
                    checkpoints.add(checkpoint(stage.getPath()));
                }
            }
        }
        for (Path path : raw()) {
            if (isCheckpoint(path)) {
                checkpoints.add(checkpoint(path));
            }
        }
        if (checkpoints.isEmpty()) {
            throw new InputException(String.format(
                    "no --input holds a checkpoint; give the folder that './quern pretrain' wrote, or one with %s and %s",
                    CheckpointFolder.CONFIG, CheckpointFolder.WEIGHTS));
        }
        return checkpoints;
    }

    /** The mixture's held-out documents, at most some thousand of each domain. */
    List<EvaluationText> heldOut() {
        return context.has("mix") ? texts(context.spark().read().parquet(part("heldout")), "text") : List.of();
    }

    /** Texts given as files or folders: each plain file one text, each row of JSONL or Parquet one. */
    List<EvaluationText> given() throws IOException {
        List<EvaluationText> texts = new ArrayList<>();
        for (Path path : raw()) {
            if (!isCheckpoint(path)) {
                texts.addAll(read(path));
            }
        }
        return texts;
    }

    /** The mixture's held-out problems, the first by id. */
    List<EvaluationProblem> problems(int limit) {
        if (limit == 0 || !context.has("mix")) {
            return List.of();
        }
        return context.spark().read().parquet(part("problems")).orderBy("id").limit(limit).collectAsList().stream()
                .map(row -> new EvaluationProblem(row.getAs("id"), row.getAs("prompt"), row.getAs("answer")))
                .toList();
    }

    private List<EvaluationText> read(Path path) throws IOException {
        String name = path.getName().toLowerCase(Locale.ROOT);
        if (name.endsWith(".jsonl") || name.endsWith(".json")) {
            return texts(context.spark().read().json(path.toString()), path.getName());
        }
        FileSystem files = path.getFileSystem(context.hadoop());
        if (name.endsWith(".parquet") || files.getFileStatus(path).isDirectory()) {
            return texts(context.spark().read().parquet(path.toString()), path.getName());
        }
        try (InputStream in = files.open(path)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(new EvaluationText(path.getName(), path.getName(), text));
        }
    }

    private List<EvaluationText> texts(Dataset<Row> rows, String domain) {
        List<String> columns = Arrays.asList(rows.columns());
        if (!columns.contains("text")) {
            throw new InputException(
                    String.format("%s has no column 'text', only %s; rename the one to score", domain, columns));
        }
        Dataset<Row> named = rows.filter("text is not null")
                .select(
                        columns.contains("id")
                                ? functions.col("id")
                                : functions.sha2(functions.col("text"), 256).as("id"),
                        columns.contains("domain")
                                ? functions.col("domain")
                                : functions.lit(domain).as("domain"),
                        functions.col("text"));
        return first(named, columns.contains("domain")).collectAsList().stream()
                .map(row -> new EvaluationText(row.getAs("id"), row.getAs("domain"), row.getAs("text")))
                .toList();
    }

    /** The first by id, of each domain where there are several. */
    private static Dataset<Row> first(Dataset<Row> texts, boolean severalDomains) {
        if (!severalDomains) {
            return texts.orderBy("id", "text").limit(MAX_DOCUMENTS);
        }
        return texts.withColumn(
                        "n",
                        functions.row_number().over(Window.partitionBy("domain").orderBy("id", "text")))
                .filter(functions.col("n").leq(MAX_DOCUMENTS))
                .orderBy("domain", "n");
    }

    private String part(String folder) {
        return new Path(context.made("mix"), folder).toString();
    }

    private List<Path> raw() {
        return context.raw().stream().map(Path::new).toList();
    }

    private List<FileStatus> list(Path folder) throws IOException {
        return Arrays.stream(folder.getFileSystem(context.hadoop()).listStatus(folder))
                .sorted(Comparator.comparing(FileStatus::getPath))
                .toList();
    }

    private boolean isCheckpoint(Path folder) throws IOException {
        return CheckpointFolder.is(folder, context.hadoop());
    }

    private Checkpoint checkpoint(Path folder) throws IOException {
        return new Checkpoint(folder.getName(), CheckpointFolder.local(folder, context.hadoop()));
    }
}
