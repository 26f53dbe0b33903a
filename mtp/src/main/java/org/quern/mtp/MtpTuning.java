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
 * The training of copies of a checkpoint's MTP layer for deeper tokens.
 *
 * @param checkpoint the folder of a model with one MTP layer
 * @param model its shape with all the layers
 * @param every losses are taken over every n-th target, in turn
 */
record MtpTuning(String checkpoint, ModelConfig model, int every) implements Training {
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
        List<ParameterSpec> copies = new ArrayList<>();
        for (int layer = 1; layer < shape.numNextnPredictLayers(); layer++) {
            copies.addAll(MtpLayer.parameters(shape, layer));
        }
        return copies;
    }

    @Override
    public ParameterBuffer frozen(Scope owner, ModelConfig shape) throws IOException {
        List<ParameterSpec> specs = new ArrayList<>(Model.parameters(shape));
        specs.addAll(MtpLayer.parameters(shape, 0));
        return new ModelFolder(Path.of(checkpoint)).load(owner, new ParameterLayout(specs));
    }

    @Override
    public void begin(ParameterBuffer weights, ParameterBuffer frozen) {
        for (int layer = 1; layer < model.numNextnPredictLayers(); layer++) {
            for (ParameterSpec copy : MtpLayer.parameters(model, layer)) {
                String first = MtpLayer.prefix(0)
                        + copy.name().substring(MtpLayer.prefix(layer).length());
                weights.memory(slice(weights, copy.name())).put(frozen.memory(slice(frozen, first)));
            }
        }
    }

    private static Slice slice(ParameterBuffer buffer, String name) {
        ParameterLayout.Slot slot = buffer.layout().slot(name);
        return new Slice(slot.offset(), Math.toIntExact(slot.spec().size()));
    }

    @Override
    public Objective objective(Model loaded, StageConfig stage) {
        return new MtpChain(loaded, every);
    }

    /** Forward through all but the next token's head; back through the copies, and through their heads to the states alone. */
    @Override
    public double flopsPerToken(ModelConfig shape, double attended) {
        int copies = shape.numNextnPredictLayers() - 1;
        double forward = TrainingFlops.forwardPerToken(shape, attended, 0);
        double frozen = TrainingFlops.forwardPerToken(shape.withMtpLayers(1), attended, 0);
        double head = 2.0 * shape.hiddenSize() * shape.vocabSize() / every;
        return forward + 2 * (forward - frozen) + 3 * copies * head;
    }
}
