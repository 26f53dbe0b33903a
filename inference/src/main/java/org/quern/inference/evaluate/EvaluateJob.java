package org.quern.inference.evaluate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.quern.inference.Engine;
import org.quern.inference.LossScorer;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.pretrain.kernel.Torch;
import org.quern.pretrain.model.ModelConfig;
import org.quern.tokenizer.Tokenizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures checkpoints: the stages that {@code pretrain} left, or any folder with {@code config.json},
 * {@code model.safetensors} and {@code tokenizer.json}. On the held-out part of a mixture where {@code mix}'s folder is
 * given, and on texts given as files. Leaves {@code results.json} and {@code samples.jsonl}.
 */
public final class EvaluateJob implements Job<EvaluateConfig> {
    /** The samples' file. */
    public static final String SAMPLES = "samples.jsonl";

    private static final Logger LOG = LoggerFactory.getLogger(EvaluateJob.class);

    /** Makes the job. */
    public EvaluateJob() {}

    @Override
    public String name() {
        return "evaluate";
    }

    @Override
    public String description() {
        return "Measures checkpoints: bits per byte at every exit, exact match on problems, speed in every way of decoding.";
    }

    @Override
    public EvaluateConfig defaults() {
        return EvaluateConfig.defaults();
    }

    @Override
    public Counts run(JobContext context, EvaluateConfig config) throws IOException {
        return Torch.apart(() -> evaluate(context, config));
    }

    private static Counts evaluate(JobContext context, EvaluateConfig config) throws IOException {
        EvaluationInputs inputs = new EvaluationInputs(context);
        List<EvaluationInputs.Checkpoint> checkpoints = inputs.checkpoints();
        List<EvaluationText> heldOut = inputs.heldOut();
        List<EvaluationText> given = inputs.given();
        List<EvaluationProblem> problems = inputs.problems(config.problems());
        if (heldOut.isEmpty() && given.isEmpty() && problems.isEmpty()) {
            throw new InputException(
                    "nothing to measure on: give the folder that './quern mix' wrote, or a text, JSONL or Parquet file");
        }
        Torch.useThreads(config.threads());
        List<StageScore> scores = new ArrayList<>();
        List<StageSpeed> speeds = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (EvaluationInputs.Checkpoint checkpoint : checkpoints) {
            try (Engine engine = Engine.open(checkpoint.folder(), config.precision())) {
                ProblemEvaluation solved = new ProblemEvaluation(engine, config, problems);
                List<DomainScore> domains = losses(checkpoint, engine, heldOut, given, config);
                StageScore score = new StageScore(checkpoint.stage(), facts(engine), domains, solved.scores());
                scores.add(score);
                speeds.add(new StageSpeed(checkpoint.stage(), solved.speeds()));
                samples.addAll(solved.samples(checkpoint.stage()));
                samples.addAll(TextSamples.draw(
                        engine,
                        checkpoint.stage(),
                        Stream.concat(heldOut.stream(), given.stream()).toList(),
                        config));
                say(score, speeds.get(speeds.size() - 1));
            }
        }
        ResultsFile.write(
                context.folder(), context.hadoop(), new Evaluation(scores, speeds), ConfigReader.toJson(config));
        write(context, samples);
        return Counts.empty()
                .with("checkpoints", scores.size())
                .with(
                        "tokens",
                        scores.get(0).domains().stream()
                                .mapToLong(DomainScore::tokens)
                                .sum())
                .with("problems", problems.size())
                .with("samples", samples.size());
    }

    private static List<DomainScore> losses(
            EvaluationInputs.Checkpoint checkpoint,
            Engine engine,
            List<EvaluationText> heldOut,
            List<EvaluationText> given,
            EvaluateConfig config) {
        Tokenizer tokenizer = engine.tokenizer()
                .orElseThrow(() -> new InputException(checkpoint.folder()
                        + " has no tokenizer.json; copy the one that it" + " was trained with into it"));
        TextEvaluation texts = new TextEvaluation(tokenizer);
        int window = Math.min(config.windowTokens(), engine.config().maxPositionEmbeddings());
        texts.add(heldOut, config.domainTokens(), config.documentTokens(), window);
        texts.add(given, Integer.MAX_VALUE, Integer.MAX_VALUE, window);
        try (LossScorer scorer = LossScorer.open(checkpoint.folder())) {
            return texts.score(scorer);
        }
    }

    private static ModelFacts facts(Engine engine) {
        ModelConfig config = engine.config();
        return new ModelFacts(
                engine.parameters(),
                config.numHiddenLayers(),
                config.exitLayers(),
                config.numNextnPredictLayers(),
                config.vocabSize(),
                config.maxPositionEmbeddings());
    }

    private static void say(StageScore score, StageSpeed speed) {
        for (DomainScore domain : score.domains()) {
            LOG.info(String.format(
                    Locale.ROOT,
                    "evaluate: %s on %s: mean loss %.5f, %.4f bits per byte (best unigram %.4f), %,d tokens",
                    score.stage(),
                    domain.domain(),
                    domain.full().meanLoss(),
                    domain.full().bitsPerByte(),
                    domain.unigramBitsPerByte(),
                    domain.tokens()));
        }
        for (DecodingScore way : score.decoding()) {
            LOG.info(String.format(
                    Locale.ROOT,
                    "evaluate: %s, %s%s: %d of %d problems, %.0f tokens/s, %.1f layers a token",
                    score.stage(),
                    way.mode().text(),
                    way.mode().isLossy() ? " at " + way.threshold() : "",
                    way.correct(),
                    way.problems(),
                    speed.tokensPerSecond(way),
                    way.meanLayers()));
        }
    }

    private static void write(JobContext context, List<Sample> samples) throws IOException {
        Path file = new Path(context.folder(), SAMPLES);
        try (OutputStream out = file.getFileSystem(context.hadoop()).create(file, true)) {
            for (Sample sample : samples) {
                out.write((ConfigReader.JSON.writeValueAsString(sample) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
