package org.quern.pretrain.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.quern.pretrain.checkpoint.CheckpointStore;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.collective.Communicator;
import org.quern.pretrain.collective.ExchangeThread;
import org.quern.pretrain.collective.LostRankException;
import org.quern.pretrain.data.StageData;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.MatmulPeak;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.TokenBatch;
import org.quern.tokenizer.shard.DocumentSpan;
import org.quern.tokenizer.shard.EpochLedger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One rank's training, from the last checkpoint on, through all stages. */
final class Trainer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    private final TrainerSetup setup;
    private final TrainingConfig config;
    private final Training training;
    private final ExchangeThread exchange;
    private final int vocabSize;
    private final Kernels kernels;
    private final Scope scope = Scope.open("trainer");
    private final ParameterBuffer weights;
    private final ParameterBuffer frozen;
    private final DataParallel parallel;
    private final Checkpointer checkpointer;
    private final OutlierGuard guard;
    private final StepClock clock = new StepClock();
    private TrainerState state = TrainerState.START;

    Trainer(TrainerSetup setup, Communicator communicator) throws IOException {
        this.setup = setup;
        this.config = setup.config();
        this.training = setup.training();
        this.exchange = new ExchangeThread(communicator);
        this.vocabSize = TokenizerFile.vocabSize(setup.tokenizer());
        this.kernels = Kernels.load(training.kernels().and(Muon.source()));
        ModelConfig shape = training.shape(vocabSize, 1, 10000);
        this.weights = ParameterBuffer.zeros(scope, new ParameterLayout(training.parameters(shape)));
        this.frozen = training.frozen(scope, shape);
        this.parallel = config.exchange().localSteps() == 0
                ? new ShardedDataParallel(scope, kernels, config.optimizer(), weights, exchange, config.isBf16())
                : new LocalSteps(scope, kernels, config.optimizer(), config.exchange(), weights, exchange);
        this.guard = new OutlierGuard(
                config.optimizer().outlierSigmas(), config.optimizer().outlierWindow());
        this.checkpointer = new Checkpointer(
                setup.checkpoints(),
                communicator.rank(),
                communicator.ranks(),
                config.checkpoints().keep());
    }

    /**
     * Trains to the end; rank 0 writes.
     *
     * @throws LostRankException where another rank is lost: all must begin anew
     */
    TrainerState run() throws IOException {
        restore();
        TrainingPlan plan = plan();
        try (TrainingLog log = isWriter()
                ? TrainingLog.open(training.name(), setup.folder(), state, plan, clock)
                : TrainingLog.silent(plan, clock)) {
            while (state.stage() < config.stages().size()) {
                StageConfig stage = config.stages().get(state.stage());
                try (StageData data = data(stage, state.ledger())) {
                    train(stage, plan.of(state), data, log);
                }
            }
        }
        return state;
    }

    /** Takes the newest checkpoint that is whole for all ranks; without one, begins at the beginning. */
    private void restore() throws IOException {
        CheckpointStore store = setup.checkpoints();
        Iterator<Long> steps = List.<Long>of().iterator();
        if (isWriter()) {
            store.deletePartial();
            steps = store.steps().iterator();
        }
        for (long step = next(steps); step > 0; step = next(steps)) {
            float[] damaged = {load(store, step) ? 0 : 1};
            exchange.sum(0, damaged);
            if (damaged[0] == 0) {
                return;
            }
        }
        state = TrainerState.START;
        guard.clear();
        parallel.reset();
        training.begin(weights);
    }

    /** What comes next on rank 0, told to all; 0 where nothing does. */
    private long next(Iterator<Long> steps) throws IOException {
        long step = steps.hasNext() ? steps.next() : 0;
        // A float holds 24 bits.
        float[] parts = {step >>> 40, step >>> 20 & 0xfffff, step & 0xfffff};
        exchange.sum(0, parts);
        return (long) parts[0] << 40 | (long) parts[1] << 20 | (long) parts[2];
    }

    private boolean isWriter() {
        return exchange.rank() == 0;
    }

    private boolean load(CheckpointStore store, long step) {
        try {
            state = TrainerState.of(store.read(step, parallel.loaded()));
            guard.restore(state.accepted());
            return true;
        } catch (IOException e) {
            LOG.warn("{}: checkpoint of step {} passed over: {}", training.name(), step, e.getMessage());
            return false;
        }
    }

    /** Of all stages, before the first begins: what does not fit is said at once. */
    private TrainingPlan plan() throws IOException {
        double peak = MatmulPeak.flopsPerSecond(config.isBf16()) * exchange.ranks();
        List<StagePlan> stages = new ArrayList<>();
        List<Double> flops = new ArrayList<>();
        long before = 0;
        for (StageConfig stage : config.stages()) {
            try (StageData data = data(stage, EpochLedger.EMPTY)) {
                StagePlan next = StagePlan.of(stage, config, data.contextLength(), data.numRows(), before);
                stages.add(next);
                // As if each row were one document: an upper bound.
                flops.add(training.flopsPerToken(shape(stage, next), (next.contextLength() + 1) / 2.0));
                before += next.tokens();
            }
        }
        return new TrainingPlan(stages, flops, peak);
    }

    private ModelConfig shape(StageConfig stage, StagePlan steps) {
        return training.shape(vocabSize, steps.contextLength(), stage.ropeTheta());
    }

    private StageData data(StageConfig stage, EpochLedger ledger) throws IOException {
        return new StageData(
                setup.shards(stage.name()),
                new Configuration(),
                setup.domains(stage.name()),
                TokenizerFile.hash(setup.tokenizer()),
                config.seed() + state.stage(),
                ledger);
    }

    /** What the steps of a stage go by. */
    private record Stage(
            StageConfig config, StagePlan plan, StageData data, Model model, GradientStep gradients, TrainingLog log) {}

    private void train(StageConfig config, StagePlan plan, StageData data, TrainingLog log) throws IOException {
        ModelConfig shape = shape(config, plan);
        try (Model model = new Model(shape, kernels, weights, Optional.of(frozen), this.config.isBf16())) {
            GradientStep gradients = new GradientStep(kernels, training.objective(model, config), data.domains());
            Stage stage = new Stage(config, plan, data, model, gradients, log);
            log.stageStarts(config, state);
            while (state.step() < plan.steps()) {
                step(stage);
                if (state.step() % this.config.checkpoints().everySteps() == 0 && state.step() < plan.steps()) {
                    clock.enter(StepClock.Phase.CHECKPOINT);
                    settleCheckpoint();
                    beginCheckpoint(log);
                    clock.enter(StepClock.Phase.OTHER);
                }
            }
        }
        data.requireEachRowOnce();
        finish(config, shape, log);
    }

    private void step(Stage stage) throws IOException {
        StagePlan plan = stage.plan();
        long firstRow = plan.firstMicrobatch(state.step()) * plan.rows();
        int microbatches = plan.microbatches(state.step());
        clock.enter(StepClock.Phase.DATA);
        List<TokenBatch> batches = stage.data().step(firstRow, microbatches, plan.rows());
        clock.enter(StepClock.Phase.COMPUTE);
        LossSums sums = parallel.accumulate(stage.gradients(), batches, state.step());
        clock.enter(StepClock.Phase.EXCHANGE);
        double norm = reduce(sums);
        clock.enter(StepClock.Phase.OPTIMIZER);
        double rate = stage.config().learningRate().at(plan.progress(state.step() + 1));
        Optional<String> skip = guard.reasonToSkip(sums.isFinite() ? sums.mean(0) : Double.NaN, norm);
        if (skip.isEmpty()) {
            parallel.update(state.updates() + 1, rate);
        }
        long tokens = microbatches * plan.microbatchTokens();
        state = state.after(tokens, skip.isPresent(), stage.data().ledger());
        if (config.isExchangeDue(state.step()) || state.step() == plan.steps()) {
            parallel.synchronize();
        }
        stage.model().refresh();
        clock.enter(StepClock.Phase.OTHER);
        List<DocumentSpan> documents =
                skip.isPresent() ? stage.data().documents(firstRow, (long) microbatches * plan.rows()) : List.of();
        stage.log().step(stage.config(), state, new StepResult(sums, rate, norm, skip, documents));
        requireProgress(stage.config(), skip);
    }

    private void requireProgress(StageConfig stage, Optional<String> skip) {
        if (skip.isPresent() && state.skippedInARow() > config.optimizer().maxSkippedSteps()) {
            throw new IllegalStateException(
                    "%s: %d steps in a row up to step %d were skipped, more than optimizer.maxSkippedSteps, %d; the last: %s; lower learningRate.peak (%s), or look at the documents in metrics.jsonl"
                            .formatted(
                                    stage.name(),
                                    state.skippedInARow(),
                                    state.step(),
                                    config.optimizer().maxSkippedSteps(),
                                    skip.get(),
                                    stage.learningRate().peak()));
        }
    }

    /** Adds up losses over all ranks, and with them what they say of a checkpoint being written. */
    private double reduce(LossSums sums) throws IOException {
        Checkpointer.Votes vote = checkpointer.vote();
        float[] losses = sums.totals();
        float[] totals = Arrays.copyOf(losses, losses.length + 2);
        totals[losses.length] = vote.written();
        totals[losses.length + 1] = vote.failed();
        double norm = parallel.reduce(totals);
        System.arraycopy(totals, 0, losses, 0, losses.length);
        checkpointer.count(new Checkpointer.Votes(totals[losses.length], totals[losses.length + 1]));
        return norm;
    }

    /** Waits until the pending checkpoint is committed or given up; says why the latter. */
    private Optional<IOException> settleCheckpoint() throws IOException {
        if (!checkpointer.isPending()) {
            return Optional.empty();
        }
        checkpointer.await();
        Checkpointer.Votes vote = checkpointer.vote();
        float[] votes = {vote.written(), vote.failed()};
        exchange.sum(0, votes);
        return checkpointer.count(new Checkpointer.Votes(votes[0], votes[1]));
    }

    private void beginCheckpoint(TrainingLog log) throws IOException {
        checkpointer.begin(state.logged(log.flushed(), setup.threads(), guard), parallel.saved());
    }

    private void finish(StageConfig stage, ModelConfig shape, TrainingLog log) throws IOException {
        settleCheckpoint();
        state = state.nextStage();
        guard.clear();
        if (isWriter()) {
            byte[] tokenizer = Files.readAllBytes(setup.tokenizer());
            ModelFolder.write(setup.folder().resolve(stage.name()), shape, List.of(weights, frozen), tokenizer);
        }
        beginCheckpoint(log);
        Optional<IOException> failure = settleCheckpoint();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Closes the communicator too. */
    @Override
    public void close() throws IOException {
        try {
            exchange.close();
        } finally {
            checkpointer.close();
            scope.close();
            kernels.close();
        }
    }
}
