package org.quern.pretrain.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quern.ingest.bench.ProcessMemory;
import org.quern.pretrain.kernel.Scope;
import org.quern.tokenizer.shard.DocumentSpan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how a training goes: every step to {@code metrics.jsonl}, {@code timing.jsonl} and TensorBoard's events, every few
 * seconds to the log.
 */
final class TrainingLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingLog.class);
    private static final int NAMED_DOCUMENTS = 3;

    private final String job;
    private final TrainingPlan plan;
    private final StepClock clock;
    private final TrainingProgress progress;
    private final Optional<Output> output;

    /** Where a writing rank's lines go. */
    private record Output(MetricsLog metrics, MetricsLog timing, TensorBoardEvents events) {}

    private TrainingLog(String job, TrainingPlan plan, StepClock clock, Optional<Output> output) {
        this.job = job;
        this.plan = plan;
        this.clock = clock;
        this.progress = new TrainingProgress(plan);
        this.output = output;
    }

    /**
     * Opens the files in a job's folder; {@code metrics.jsonl} and the events go on after the state's last step.
     *
     * @param job with whose name the log's lines begin
     */
    static TrainingLog open(String job, Path folder, TrainerState state, TrainingPlan plan, StepClock clock)
            throws IOException {
        if (state.tokens() > 0) {
            LOG.info(
                    "{}: goes on after {} tokens, in stage {} of {}",
                    job,
                    state.tokens(),
                    state.stage() + 1,
                    plan.stages().size());
        }
        LOG.info("{}: matrix products reach {} GFLOP/s", job, Math.round(plan.peakFlops() / 1e9));
        Path timing = folder.resolve("timing.jsonl");
        Output output = new Output(
                new MetricsLog(folder.resolve("metrics.jsonl"), state.metricsBytes()),
                new MetricsLog(timing, Files.exists(timing) ? Files.size(timing) : 0),
                new TensorBoardEvents(folder.resolve("tensorboard"), state.steps() + 1));
        return new TrainingLog(job, plan, clock, Optional.of(output));
    }

    /** Of a rank that only computes. */
    static TrainingLog silent(TrainingPlan plan, StepClock clock) {
        return new TrainingLog("", plan, clock, Optional.empty());
    }

    /** A stage begins, or goes on; what came before it is no step's time. */
    void stageStarts(StageConfig stage, TrainerState state) {
        clock.lap();
        StagePlan steps = plan.of(state);
        if (output.isPresent()) {
            LOG.info(
                    "{}: {}, {} steps of {} x {} rows",
                    job,
                    stage.name(),
                    steps.steps(),
                    steps.microbatches(steps.steps() - 1),
                    steps.rows());
        }
    }

    /**
     * Logs a step.
     *
     * @param state after it
     */
    void step(StageConfig stage, TrainerState state, StepResult result) throws IOException {
        if (output.isEmpty()) {
            return;
        }
        Output to = output.get();
        ObjectNode metrics = metrics(stage, state, result);
        ObjectNode timing = timing(stage, state);
        to.metrics().write(metrics);
        to.timing().write(timing);
        Map<String, Double> scalars = new TreeMap<>();
        addScalars("", metrics, scalars);
        addScalars("timing/", timing, scalars);
        to.events().write(state.steps(), scalars);
        result.skipped().ifPresent(reason -> warn(stage, state, reason, result));
        if (progress.isDue() || state.step() == plan.of(state).steps()) {
            to.events().flush();
            LOG.info("{}: {} {}", job, stage.name(), progress.text(state, result));
        }
    }

    /** What a step came to; the same bytes whenever it is done. */
    private static ObjectNode metrics(StageConfig stage, TrainerState state, StepResult result) {
        ObjectNode line = MetricsLog.line();
        line.put("stage", stage.name());
        line.put("step", state.step());
        line.put("tokens", state.tokens());
        LossSums losses = result.losses();
        for (int t = 0; t < losses.terms().size(); t++) {
            // Exits that take turns have targets in their own steps only.
            if (losses.count(t) > 0) {
                line.put(losses.terms().get(t).name(), losses.mean(t));
            }
        }
        for (int domain = 0; domain < losses.domains().size(); domain++) {
            String name = "loss/" + losses.domains().get(domain);
            losses.domainMean(domain).ifPresent(mean -> line.put(name, mean));
        }
        line.put("lr", result.rate());
        line.put("grad_norm", result.norm());
        if (result.skipped().isPresent()) {
            line.put("skipped", result.skipped().get());
            ArrayNode documents = line.putArray("documents");
            for (DocumentSpan document : result.documents()) {
                documents.addObject().put("id", document.documentId()).put("url", document.url());
            }
        }
        return line;
    }

    private ObjectNode timing(StageConfig stage, TrainerState state) throws IOException {
        Map<StepClock.Phase, Double> split = clock.lap();
        progress.step(state, split);
        double seconds =
                split.values().stream().mapToDouble(Double::doubleValue).sum();
        ObjectNode line = MetricsLog.line();
        line.put("stage", stage.name());
        line.put("step", state.step());
        line.put("seconds", seconds);
        split.forEach((phase, part) -> line.put(phase.key() + "_seconds", part));
        line.put("tokens_per_second", plan.stepTokens(state) / seconds);
        line.put("mfu", plan.stepFlops(state) / seconds / plan.peakFlops());
        line.put(
                "heap_bytes",
                Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        line.put("resident_bytes", ProcessMemory.anonymous());
        line.put("native_values", Scope.liveValues());
        return line;
    }

    private static void addScalars(String prefix, ObjectNode line, Map<String, Double> scalars) {
        for (Map.Entry<String, JsonNode> entry : line.properties()) {
            if (entry.getValue().isNumber() && !entry.getKey().equals("step")) {
                scalars.put(prefix + entry.getKey(), entry.getValue().asDouble());
            }
        }
    }

    private void warn(StageConfig stage, TrainerState state, String reason, StepResult result) {
        LOG.warn(
                "{}: {} step {} skipped: {}; its {} documents are in metrics.jsonl, the first: {}",
                job,
                stage.name(),
                state.step(),
                reason,
                result.documents().size(),
                result.documents().stream()
                        .limit(NAMED_DOCUMENTS)
                        .map(document -> (document.documentId() + " " + document.url()).strip())
                        .toList());
    }

    /** The length of metrics.jsonl, all of it on the disk. */
    long flushed() throws IOException {
        return output.isPresent() ? output.get().metrics().flushed() : 0;
    }

    @Override
    public void close() throws IOException {
        if (output.isPresent()) {
            output.get().metrics().close();
            output.get().timing().close();
            output.get().events().close();
        }
    }
}
