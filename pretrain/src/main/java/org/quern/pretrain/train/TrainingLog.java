package org.quern.pretrain.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how a training goes: every step to the files, every few seconds to the log. */
final class TrainingLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingLog.class);
    private static final long PERIOD_NANOS = 5_000_000_000L;

    private final Optional<MetricsLog> metrics;
    private final Optional<MetricsLog> timing;
    private long stageNanos;
    private long stageFirstStep;
    private long stepNanos;
    private long saidNanos;

    private TrainingLog(Optional<MetricsLog> metrics, Optional<MetricsLog> timing) {
        this.metrics = metrics;
        this.timing = timing;
    }

    static TrainingLog open(Path folder, TrainerState state, PretrainConfig config) throws IOException {
        if (state.tokens() > 0) {
            LOG.info(
                    "pretrain: goes on after {} tokens, in stage {} of {}",
                    state.tokens(),
                    state.stage() + 1,
                    config.stages().size());
        }
        MetricsLog metrics = new MetricsLog(folder.resolve("metrics.jsonl"), state.metricsBytes());
        return new TrainingLog(Optional.of(metrics), Optional.of(new MetricsLog(folder.resolve("timing.jsonl"), 0)));
    }

    /** Of a rank that only computes. */
    static TrainingLog silent() {
        return new TrainingLog(Optional.empty(), Optional.empty());
    }

    void stageStarts(StageConfig stage, StagePlan plan, TrainerState state) {
        stageNanos = System.nanoTime();
        stepNanos = stageNanos;
        stageFirstStep = state.step();
        if (metrics.isPresent()) {
            LOG.info(
                    "pretrain: {}, {} steps of {} x {} rows",
                    stage.name(),
                    plan.steps(),
                    plan.microbatches(plan.steps() - 1),
                    plan.rows());
        }
    }

    void step(StageConfig stage, StagePlan plan, TrainerState state, LossSums sums, double rate, double norm)
            throws IOException {
        if (metrics.isEmpty() || timing.isEmpty()) {
            return;
        }
        ObjectNode line = MetricsLog.line();
        line.put("stage", stage.name());
        line.put("step", state.step());
        line.put("tokens", state.tokens());
        for (int t = 0; t < sums.terms().size(); t++) {
            line.put(sums.terms().get(t).name(), sums.mean(t));
        }
        line.put("lr", rate);
        line.put("grad_norm", norm);
        if (state.skippedInARow() > 0) {
            line.put("skipped", true);
            LOG.warn("pretrain: {} step {} skipped: loss or gradient is not finite", stage.name(), state.step());
        }
        metrics.get().write(line);
        long now = System.nanoTime();
        timing.get()
                .write(MetricsLog.line()
                        .put("stage", stage.name())
                        .put("step", state.step())
                        .put("seconds", (now - stepNanos) / 1e9));
        stepNanos = now;
        if (now - saidNanos > PERIOD_NANOS || state.step() == plan.steps()) {
            saidNanos = now;
            say(stage, plan, state, sums, rate, norm, (now - stageNanos) / 1e9);
        }
    }

    private void say(
            StageConfig stage,
            StagePlan plan,
            TrainerState state,
            LossSums sums,
            double rate,
            double norm,
            double seconds) {
        StringBuilder losses = new StringBuilder();
        for (int t = 0; t < sums.terms().size(); t++) {
            losses.append(String.format(" %s %.3f", sums.terms().get(t).name(), sums.mean(t)));
        }
        long done = state.step() - stageFirstStep;
        double perStep = seconds / done;
        double tokensPerSecond = plan.microbatches(state.step() - 1) * plan.microbatchTokens() / perStep;
        LOG.info(String.format(
                "pretrain: %s step %d/%d, %d tokens,%s, lr %.2e, gradient norm %.2f, %.0f tokens/s, %.0f s left",
                stage.name(),
                state.step(),
                plan.steps(),
                state.tokens(),
                losses,
                rate,
                norm,
                tokensPerSecond,
                perStep * (plan.steps() - state.step())));
    }

    /** The length of metrics.jsonl, all of it on the disk. */
    long flushed() throws IOException {
        return metrics.isPresent() ? metrics.get().flushed() : 0;
    }

    @Override
    public void close() throws IOException {
        if (metrics.isPresent() && timing.isPresent()) {
            metrics.get().close();
            timing.get().close();
        }
    }
}
