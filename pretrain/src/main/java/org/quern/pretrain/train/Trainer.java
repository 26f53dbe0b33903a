package org.quern.pretrain.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.collective.Communicator;
import org.quern.pretrain.data.StageData;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;
import org.quern.pretrain.model.TokenBatch;

/** One rank's training, from its state on, through all stages. */
final class Trainer implements Closeable {
    private final TrainerSetup setup;
    private final PretrainConfig config;
    private final Communicator exchange;
    private final int vocabSize;
    private final Kernels kernels;
    private final Scope scope = Scope.open("trainer");
    private final ParameterBuffer weights;
    private final ParameterBuffer gradients;
    private final AdamW optimizer;
    private TrainerState state;

    Trainer(TrainerSetup setup, Communicator exchange) throws IOException {
        this.setup = setup;
        this.config = setup.config();
        this.exchange = exchange;
        this.vocabSize = TokenizerFile.vocabSize(setup.tokenizer());
        this.kernels = Kernels.load(source(setup.factories()));
        ParameterLayout layout = layout(config.model().config(vocabSize, 1, 10000), setup.factories());
        this.weights = ParameterBuffer.random(scope, layout, config.seed());
        this.gradients = ParameterBuffer.zeros(scope, layout);
        this.optimizer = new AdamW(scope, kernels, config.optimizer(), weights);
        this.state = TrainerState.load(setup.stateFolder(), weights, optimizer).orElse(TrainerState.START);
    }

    static KernelSource source(List<LossTermFactory> factories) {
        KernelSource source = KernelSource.decoder();
        for (LossTermFactory factory : factories) {
            source = source.and(factory.kernels());
        }
        return source;
    }

    static ParameterLayout layout(ModelConfig config, List<LossTermFactory> factories) {
        List<ParameterSpec> specs = new ArrayList<>(Model.parameters(config));
        factories.forEach(factory -> specs.addAll(factory.parameters(config)));
        return new ParameterLayout(specs);
    }

    /** Trains to the end; rank 0 writes. */
    TrainerState run() throws IOException {
        try (TrainingLog log =
                setup.isWriter() ? TrainingLog.open(setup.folder(), state, config) : TrainingLog.silent()) {
            while (state.stage() < config.stages().size()) {
                StageConfig stage = config.stages().get(state.stage());
                try (StageData data = data(stage)) {
                    train(stage, data, log);
                }
            }
        }
        return state;
    }

    private StageData data(StageConfig stage) throws IOException {
        return new StageData(
                setup.shards(stage.name()),
                new Configuration(),
                TokenizerFile.hash(setup.tokenizer()),
                config.seed() + state.stage(),
                state.ledger());
    }

    private void train(StageConfig stage, StageData data, TrainingLog log) throws IOException {
        StagePlan plan = StagePlan.of(stage, config, data);
        ModelConfig shape = config.model().config(vocabSize, data.contextLength(), stage.ropeTheta());
        try (Model model = new Model(shape, kernels, weights, setup.bf16())) {
            GradientStep step = new GradientStep(model, setup.factories(), stage, config);
            log.stageStarts(stage, plan, state);
            while (state.step() < plan.steps()) {
                step(stage, plan, step, data, model, log);
                boolean due = state.step() % config.checkpointEverySteps() == 0;
                if (due && state.step() < plan.steps() && setup.isWriter()) {
                    save(log);
                }
            }
        }
        data.requireEachRowOnce();
        finish(stage, shape, log);
    }

    private void step(
            StageConfig stage, StagePlan plan, GradientStep step, StageData data, Model model, TrainingLog log)
            throws IOException {
        List<TokenBatch> batches = data.step(state.step(), plan.microbatches(), plan.rows());
        LossSums sums = step.accumulate(batches, setup.rank(), config.ranks(), state.step(), gradients);
        exchange.allReduce(gradients.memory(0, gradients.layout().size()));
        exchange.allReduce(sums.exchanged());
        double rate = stage.learningRate().at((state.step() + 1.0) / plan.steps());
        try (Scope update = Scope.open("update")) {
            double norm = optimizer.gradientNorm(update, gradients);
            boolean finite = Double.isFinite(norm) && sums.isFinite();
            if (finite) {
                optimizer.update(update, weights, gradients, norm, state.updates() + 1, rate);
                model.refresh();
            }
            state = state.after(batches.size() * batches.get(0).size(), !finite, data.ledger());
            log.step(stage, plan, state, sums, rate, norm);
            if (state.skippedInARow() > config.optimizer().maxSkippedSteps()) {
                throw new IllegalStateException(
                        "%s: %d steps in a row up to step %d had a loss or gradient that is not finite; lower learningRate.peak (%s) or look at the data"
                                .formatted(
                                        stage.name(),
                                        state.skippedInARow(),
                                        state.step(),
                                        stage.learningRate().peak()));
            }
        }
    }

    private void finish(StageConfig stage, ModelConfig shape, TrainingLog log) throws IOException {
        state = state.nextStage();
        if (setup.isWriter()) {
            byte[] tokenizer = Files.readAllBytes(setup.tokenizer());
            ModelFolder.write(setup.folder().resolve(stage.name()), shape, weights, tokenizer);
            save(log);
        }
    }

    private void save(TrainingLog log) throws IOException {
        state = state.logged(log.flushed(), setup.threads());
        state.save(setup.stateFolder(), weights, optimizer);
    }

    /** Where the trainer's state lies in a job's folder. */
    static Path stateFolder(Path folder) {
        return folder.resolve("trainer");
    }

    @Override
    public void close() {
        scope.close();
        kernels.close();
    }
}
