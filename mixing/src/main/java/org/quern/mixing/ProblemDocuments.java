package org.quern.mixing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.document.Document;
import org.quern.ingest.job.RecordCodec;
import org.quern.mixing.MixConfig.ProblemsConfig;
import org.quern.mixing.problem.Problem;
import org.quern.mixing.problem.ProblemGenerator;

/**
 * Generated problems as documents of a handful each, so that they pack like other text. Made in blocks of a thousand numbers, each a
 * function of the seed, wherever Spark likes.
 */
record ProblemDocuments(long seed, ProblemsConfig config) implements Serializable {
    private static final int BLOCK = 1000;
    private static final double QUALITY = 1;

    /** Documents of the problems to train on, or of those held out. */
    Dataset<Row> documents(SparkSession spark, boolean heldOut) {
        RecordCodec<ScoredDocument> codec = RecordCodec.of(ScoredDocument.class);
        return blocks(spark)
                .flatMap((FlatMapFunction<Long, Row>) block -> rows(documents(block, heldOut), codec), codec.encoder());
    }

    /** The held-out problems, each once. */
    Dataset<Row> heldOut(SparkSession spark) {
        RecordCodec<HeldOutProblem> codec = RecordCodec.of(HeldOutProblem.class);
        return blocks(spark)
                .flatMap(
                        (FlatMapFunction<Long, Row>) block -> rows(
                                problems(block, true).stream()
                                        .map(HeldOutProblem::of)
                                        .toList(),
                                codec),
                        codec.encoder())
                .distinct();
    }

    private static <R extends Record> Iterator<Row> rows(List<R> records, RecordCodec<R> codec) {
        return records.stream().map(codec::toRow).iterator();
    }

    private Dataset<Long> blocks(SparkSession spark) {
        return spark.range((config.count() + BLOCK - 1) / BLOCK).as(Encoders.LONG());
    }

    private List<ScoredDocument> documents(long block, boolean heldOut) {
        List<Problem> problems = problems(block, heldOut);
        List<ScoredDocument> documents = new ArrayList<>();
        for (int from = 0; from < problems.size(); from += config.perDocument()) {
            int to = Math.min(problems.size(), from + config.perDocument());
            String text = problems.subList(from, to).stream().map(Problem::text).collect(Collectors.joining("\n"));
            String url = String.format("quern:problems/%d/%d/%s%d", seed, block, heldOut ? "heldout-" : "", from);
            Document document = Document.of(url, "quern:problems", 0, "eng", MixConfig.SYNTHETIC, text);
            documents.add(ScoredDocument.of(document, MixConfig.SYNTHETIC, QUALITY));
        }
        return documents;
    }

    private List<Problem> problems(long block, boolean heldOut) {
        ProblemGenerator generator = new ProblemGenerator(seed);
        return LongStream.range(block * BLOCK, Math.min(config.count(), (block + 1) * BLOCK))
                .mapToObj(generator::problem)
                .filter(problem -> ProblemGenerator.isHeldOut(problem, config.heldoutPermille()) == heldOut)
                .toList();
    }
}
