package org.quern.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.quern.inference.Confidence;
import org.quern.inference.Engine;
import org.quern.inference.ExitCalibration;
import org.quern.inference.ExitCalibrator;
import org.quern.inference.ExitClassifierTrainer;
import org.quern.inference.Precision;
import org.quern.inference.evaluate.DecodingWays;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Finds a checkpoint's exit threshold and keeps it in its folder. */
@Command(
        name = "calibrate-exits",
        mixinStandardHelpOptions = true,
        description = {
            "Finds the lowest exit threshold at which completions are those of full depth, but for a bounded share,",
            "by fixed-sequence testing on held-out problems. 'generate --exit COMPACTION' then takes it. With --confidence",
            "CLASSIFIER it first trains the exits' classifiers, on the problems after those that it tests on."
        })
final class CalibrateExitsCommand implements Callable<Integer> {
    private static final double TOLD_THRESHOLD = 0.9;

    @Option(names = "--checkpoint", required = true, paramLabel = "FOLDER", description = "A stage of pretrain.")
    private Path checkpoint = Path.of("");

    @Option(
            names = "--mixture",
            required = true,
            paramLabel = "FOLDER",
            description = "What mix wrote; its held-out problems are solved.")
    private String mixture = "";

    @Option(names = "--problems", defaultValue = "1000", description = "How many at most; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--skip",
            defaultValue = "256",
            description = "The first are left for tests, such as 'bench exits'; default ${DEFAULT-VALUE}.")
    private int skip;

    @Option(
            names = "--risk",
            defaultValue = "0.05",
            description = "Share of prompts that may come out otherwise; default ${DEFAULT-VALUE}.")
    private double risk;

    @Option(names = "--level", defaultValue = "0.95", description = "Of confidence in it; default ${DEFAULT-VALUE}.")
    private double level;

    @Option(
            names = "--thresholds",
            split = ",",
            defaultValue = "0.999,0.995,0.99,0.98,0.97,0.95,0.93,0.9,0.85,0.8,0.7,0.6,0.5",
            description = "To try, descending; default ${DEFAULT-VALUE}.")
    private List<Double> thresholds = List.of();

    @Option(
            names = "--confidence",
            defaultValue = "TOP_PROBABILITY",
            description = "What is compared with it: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Confidence confidence = Confidence.TOP_PROBABILITY;

    @Option(
            names = "--exit-prompts",
            description =
                    "For prompts that leave early too; 'generate' takes the threshold where it is asked for the same.")
    private boolean promptsLeave;

    @Option(
            names = "--training-problems",
            defaultValue = "1000",
            description = "For the classifiers, how many at most; default ${DEFAULT-VALUE}.")
    private int trainingCount;

    @Option(
            names = "--precision",
            defaultValue = "BF16",
            description = "Of the weights: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Precision precision = Precision.BF16;

    @Override
    public Integer call() throws Exception {
        ExitCalibrator.Settings settings = settings();
        try (SparkSession spark = Sessions.open("quern calibrate-exits", Optional.empty())) {
            if (confidence == Confidence.CLASSIFIER) {
                trainClassifiers(spark);
            }
            calibrate(spark, settings);
        }
        return 0;
    }

    private void trainClassifiers(SparkSession spark) throws IOException {
        try (Engine engine = Engine.open(checkpoint, precision)) {
            ExitClassifierTrainer.Trained trained = ExitClassifierTrainer.train(
                    checkpoint,
                    engine,
                    DecodingWays.requests(spark, engine, mixture, skip + count, trainingCount),
                    TOLD_THRESHOLD);
            trained.classifiers().write(checkpoint);
            for (ExitClassifierTrainer.Quality quality : trained.qualities()) {
                System.err.printf(
                        "quern: exit %d says what the last layer says at %.1f%% of %d positions held back; at %s, %.1f%% leave, of"
                                + " which %.1f%% do%n",
                        quality.exit(),
                        100 * quality.agreeing(),
                        quality.positions(),
                        TOLD_THRESHOLD,
                        100 * quality.leaving(),
                        100 * quality.right());
            }
        }
    }

    private void calibrate(SparkSession spark, ExitCalibrator.Settings settings) throws IOException {
        try (Engine engine = Engine.open(checkpoint, precision)) {
            ExitCalibration found = ExitCalibrator.calibrate(
                            engine, DecodingWays.requests(spark, engine, mixture, skip, count), settings)
                    .orElseThrow(() -> new InputException(String.format(
                            "no threshold keeps the risk at %s with confidence %s on %d problems; allow more of either, or give"
                                    + " more problems",
                            risk, level, count)));
            found.write(checkpoint);
            System.err.printf(
                    "quern: threshold %s: %d of %d problems come out otherwise; at most %s of all do, with confidence %s%n",
                    found.threshold(), found.differing(), found.prompts(), found.risk(), found.level());
        }
    }

    private ExitCalibrator.Settings settings() {
        try {
            return new ExitCalibrator.Settings(thresholds, confidence, promptsLeave, risk, level, 32);
        } catch (IllegalArgumentException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        }
    }
}
