package org.quern.mixing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.ParquetTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes everything that {@link MixJob} leaves: held-out text first, then the plan, then the stages. */
final class Mixture {
    private static final Logger LOG = LoggerFactory.getLogger(Mixture.class);
    private static final UserDefinedFunction TOKENS =
            udf((UDF1<String, Integer>) TokenEstimate::of, DataTypes.IntegerType);
    private static final String UNIT =
            "estimated tokens: one per five letters begun, per digit, per two other marks begun,"
                    + " per run of white space that is not one space";

    private final SparkSession spark;
    private final Dataset<Row> corpus;
    private final Path folder;
    private final MixConfig config;
    private final ProblemDocuments problems;

    Mixture(SparkSession spark, Dataset<Row> corpus, Path folder, MixConfig config) {
        this.spark = spark;
        this.corpus = corpus;
        this.folder = folder;
        this.config = config;
        this.problems = new ProblemDocuments(config.seed(), config.problems());
    }

    Counts write() throws IOException {
        Dataset<Row> heldOut = corpus.where(heldOut(config)).union(problems.documents(spark, true));
        write(heldOut, "heldout", "id", "source", "offset");
        write(problems.heldOut(spark), "problems", "id");
        Dataset<Row> training = corpus.where(not(heldOut(config))).union(problems.documents(spark, false));
        try (TableOrder order = TableOrder.of(training, config.seed())) {
            MixPlan plan = MixPlanner.plan(config, order);
            plan.warnings().forEach(LOG::warn);
            for (MixPlan.Stage stage : plan.stages()) {
                Dataset<Row> rows = StageSampler.of(stage, config.seed()).sample(training);
                write(rows, stage.config().name(), "id", "copy", "source", "offset");
            }
            PlanReport report = report(plan);
            writeJson(report);
            return counts(report, used(plan, order.weighed()));
        }
    }

    /** Whether a document is held out. A column, so that Spark decides it without reading the text. */
    private static Column heldOut(MixConfig config) {
        long seed = config.seed();
        int permille = config.heldoutPermille();
        UDF1<String, Boolean> isHeldOut = id -> SamplingKey.isHeldOut(id, seed, permille);
        return udf(isHeldOut, DataTypes.BooleanType).apply(col("id"));
    }

    private void write(Dataset<Row> rows, String name, String... key) throws IOException {
        ParquetTable.write(rows, new Path(folder, name), config.numFiles(), key);
    }

    /** Documents of the corpus, not generated ones, that some stage uses. */
    private long used(MixPlan plan, Dataset<Row> weighed) {
        List<StageSampler> samplers = new ArrayList<>();
        plan.stages().forEach(stage -> samplers.add(StageSampler.of(stage, config.seed())));
        return weighed.where(col("domain").notEqual(MixConfig.SYNTHETIC))
                .filter((FilterFunction<Row>) row -> samplers.stream()
                        .anyMatch(sampler -> sampler.uses(row.getString(0), row.getLong(2), row.getString(1))))
                .count();
    }

    private PlanReport report(MixPlan plan) {
        List<PlanReport.Stage> stages = new ArrayList<>();
        for (MixPlan.Stage stage : plan.stages()) {
            SortedMap<String, PlanReport.Amount> amounts =
                    amounts(stage.config().name());
            SortedMap<String, PlanReport.Domain> domains = new TreeMap<>();
            stage.shares().forEach((domain, share) -> {
                PlanReport.Amount amount = amounts.getOrDefault(domain, new PlanReport.Amount(0, 0));
                domains.put(
                        domain,
                        new PlanReport.Domain(
                                share.ratio(),
                                stage.config().ratios().getOrDefault(domain, 0.0),
                                amount.tokens(),
                                amount.documents(),
                                share.supply().tokens(),
                                (double) amount.tokens() / share.supply().tokens()));
            });
            long tokens = domains.values().stream()
                    .mapToLong(PlanReport.Domain::tokens)
                    .sum();
            stages.add(new PlanReport.Stage(
                    stage.config().name(),
                    tokens,
                    stage.config().tokens(),
                    stage.config().contextLength(),
                    domains));
        }
        long heldOutProblems =
                spark.read().parquet(new Path(folder, "problems").toString()).count();
        return new PlanReport(UNIT, stages, amounts("heldout"), heldOutProblems, plan.warnings());
    }

    /** Counted on what was written, not on what was planned. */
    private SortedMap<String, PlanReport.Amount> amounts(String name) {
        SortedMap<String, PlanReport.Amount> amounts = new TreeMap<>();
        spark.read()
                .parquet(new Path(folder, name).toString())
                .groupBy("domain")
                .agg(count(lit(1)), sum(TOKENS.apply(col("text"))))
                .collectAsList()
                .forEach(row -> amounts.put(row.getString(0), new PlanReport.Amount(row.getLong(1), row.getLong(2))));
        return amounts;
    }

    private void writeJson(PlanReport report) throws IOException {
        Path file = new Path(folder, "plan.json");
        try (OutputStream out =
                file.getFileSystem(spark.sparkContext().hadoopConfiguration()).create(file)) {
            out.write(ConfigReader.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
        }
    }

    private Counts counts(PlanReport report, long used) {
        long in = corpus.count();
        long heldOut = corpus.where(heldOut(config)).count();
        Counts counts = Counts.empty()
                .with(Counts.IN, in)
                .with(Counts.KEPT, used + heldOut)
                .with(Counts.DROPPED, in - used - heldOut)
                .with("dropped.not-sampled", in - used - heldOut)
                .with("heldout", heldOut)
                .with("problems", report.problems());
        long tokens = 0;
        for (PlanReport.Stage stage : report.stages()) {
            counts.with(stage.name() + ".tokens", stage.tokens());
            tokens += stage.tokens();
        }
        return counts.with("tokens", tokens);
    }
}
