package org.quern.pretrain.train;

import java.io.Serializable;
import java.util.List;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterSpec;

/** Makes loss terms where the training runs; given to the job, it travels to the executors. */
public interface LossTermFactory extends Serializable {
    /** The kernels that its terms call, on top of the decoder's. */
    default KernelSource kernels() {
        return new KernelSource("");
    }

    /** The parameters that its terms add to a model. */
    default List<ParameterSpec> parameters(ModelConfig config) {
        return List.of();
    }

    /** The terms for one stage; none where the config asks for none. */
    List<TrunkLossTerm> terms(Model model, StageConfig stage, PretrainConfig config);
}
