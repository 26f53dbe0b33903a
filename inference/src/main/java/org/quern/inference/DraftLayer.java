package org.quern.inference;

import java.util.List;
import org.quern.mtp.MtpLayer;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.model.DecoderLayer;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterSpec;

/**
 * The first MTP layer's weights as the decoding kernels take them.
 *
 * @param input hidden norm, token norm, input projection
 * @param layer the decoder layer inside
 * @param norm the norm before the shared head
 */
record DraftLayer(KernelValue input, KernelValue layer, KernelValue norm) {
    /** The names of {@link #input}, in the kernels' order. */
    static List<String> inputNames() {
        return List.of(
                MtpLayer.prefix(0) + "hidden_layernorm.weight",
                MtpLayer.prefix(0) + "token_layernorm.weight",
                MtpLayer.prefix(0) + "input_proj.weight");
    }

    /** The names of {@link #layer}. */
    static List<String> layerNames(ModelConfig config) {
        return DecoderLayer.parameters(config, MtpLayer.prefix(0)).stream()
                .map(ParameterSpec::name)
                .toList();
    }
}
