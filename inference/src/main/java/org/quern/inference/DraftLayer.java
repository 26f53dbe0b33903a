package org.quern.inference;

import java.util.ArrayList;
import java.util.List;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.model.DecoderLayer;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterSpec;

/**
 * The MTP layer's weights as the decoding kernels take them.
 *
 * @param input hidden norm, token norm, input projection
 * @param layer the decoder layer inside
 * @param norm the norm before the shared head
 */
record DraftLayer(KernelValue input, KernelValue layer, KernelValue norm) {
    private static final String PREFIX = "model.mtp_layers.0.";

    static List<ParameterSpec> parameters(ModelConfig config) {
        List<ParameterSpec> specs = new ArrayList<>(inputParameters(config));
        specs.addAll(layerParameters(config));
        specs.add(normParameter(config));
        return specs;
    }

    static List<ParameterSpec> inputParameters(ModelConfig config) {
        int hidden = config.hiddenSize();
        return List.of(
                ParameterSpec.norm(PREFIX + "hidden_layernorm.weight", hidden),
                ParameterSpec.norm(PREFIX + "token_layernorm.weight", hidden),
                ParameterSpec.matrix(PREFIX + "input_proj.weight", hidden, 2 * hidden, 0.02));
    }

    static List<ParameterSpec> layerParameters(ModelConfig config) {
        return DecoderLayer.parameters(config, PREFIX);
    }

    static ParameterSpec normParameter(ModelConfig config) {
        return ParameterSpec.norm(PREFIX + "final_layernorm.weight", config.hiddenSize());
    }
}
