package org.quern.mtp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;
import org.quern.pretrain.model.Slice;
import org.quern.pretrain.model.TrainingFlops;
import org.quern.pretrain.train.Objective;
import org.quern.pretrain.train.StageConfig;
import org.quern.pretrain.train.Training;

/**
 * The training of a checkpoint's MTP layer, or of copies of it, for deeper tokens.
 *
 * @param checkpoint the folder of a model with one MTP layer
 * @param model its shape with all the layers
 * @param depth how many tokens the layers say, one behind the other, the last of them going on from its own output
 * @param every losses are taken over every n-th target, in turn
 */
record MtpTuning(String checkpoint, ModelConfig model, int depth, int every) implements Training {
    @Override
    public String name() {
        return TuneMtpJob.NAME;
    }

    @Override
    public KernelSource kernels() {
        return KernelSource.decoder().and(MtpLayer.kernels());
    }

    /** {@inheritDoc} Here always the checkpoint's. */
    @Override
    public ModelConfig shape(int vocabSize, int contextLength, double ropeTheta) {
        return model;
    }

    @Override
    public List<ParameterSpec> parameters(ModelConfig shape) {
        List<ParameterSpec> learning = new ArrayList<>();
        for (int layer = firstLearning(); layer < shape.numNextnPredictLayers(); layer++) {
            learning.addAll(MtpLayer.parameters(shape, layer));
        }
        return learning;
    }

    private int firstLearning() {
        return MtpChain.frozen(model.numNextnPredictLayers());
    }

    @Override
    public ParameterBuffer frozen(Scope owner, ModelConfig shape) throws IOException {
        List<ParameterSpec> specs = new ArrayList<>(Model.parameters(shape));
        for (int layer = 0; layer < firstLearning(); layer++) {
            specs.addAll(MtpLayer.parameters(shape, layer));
        }
        return new ModelFolder(Path.of(checkpoint)).load(owner, new ParameterLayout(specs));
    }

    @Override
    public void begin(ParameterBuffer weights) throws IOException {
        try (Scope loading = Scope.open("MTP layer")) {
            ParameterLayout first = new ParameterLayout(MtpLayer.parameters(model, 0));
            ParameterBuffer own = new ModelFolder(Path.of(checkpoint)).load(loading, first);
            for (int layer = firstLearning(); layer < model.numNextnPredictLayers(); layer++) {
                for (ParameterLayout.Slot slot : first.slots()) {
                    String name = slot.spec().name();
                    String copy = MtpLayer.prefix(layer)
                            + name.substring(MtpLayer.prefix(0).length());
                    weights.memory(slice(weights, copy)).put(own.memory(slice(own, name)));
                }
            }
        }
    }

    private static Slice slice(ParameterBuffer buffer, String name) {
        ParameterLayout.Slot slot = buffer.layout().slot(name);
        return new Slice(slot.offset(), Math.toIntExact(slot.spec().size()));
    }

    @Override
    public Objective objective(Model loaded, StageConfig stage) {
        return new MtpChain(loaded, depth, every);
    }

    /** Forward through all but the next token's head; back through what learns, and through its heads to the states alone. */
    @Override
    public double flopsPerToken(ModelConfig shape, double attended) {
        double forward = TrainingFlops.forwardPerToken(shape.withMtpLayers(depth), attended, 0);
        double frozen = TrainingFlops.forwardPerToken(shape.withMtpLayers(firstLearning()), attended, 0);
        double head = 2.0 * shape.hiddenSize() * shape.vocabSize() / every;
        return forward + 2 * (forward - frozen) + 3 * (depth - firstLearning()) * head;
    }
}
