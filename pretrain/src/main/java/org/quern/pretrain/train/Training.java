package org.quern.pretrain.train;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;
import org.quern.pretrain.model.TrainingFlops;

/** What a training trains, from where on, and for what; it travels to the executors. */
public interface Training extends Serializable {
    /** The job's name, with which the log's lines begin. */
    String name();

    /** The kernels that its objectives call. */
    KernelSource kernels();

    /**
     * The shape of the model.
     *
     * @param vocabSize that the tokenizer needs
     * @param contextLength of a stage
     * @param ropeTheta of a stage
     */
    ModelConfig shape(int vocabSize, int contextLength, double ropeTheta);

    /** The parameters that learn: they have gradients and an optimizer's state, decay, and are in checkpoints. */
    List<ParameterSpec> parameters(ModelConfig shape);

    /** Those that stay as they are, with their weights; none unless a training says so. */
    default ParameterBuffer frozen(Scope owner, ModelConfig shape) throws IOException {
        return ParameterBuffer.zeros(owner, new ParameterLayout(List.of()));
    }

    /** Puts the first weights in. */
    void begin(ParameterBuffer weights) throws IOException;

    /** What a model is trained for in a stage. */
    Objective objective(Model model, StageConfig stage);

    /** Floating-point operations that a position takes, as {@link TrainingFlops} counts them. */
    double flopsPerToken(ModelConfig shape, double attended);
}
