package org.quern.inference;

import java.util.List;
import org.quern.mtp.MtpLayer;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.model.DecoderLayer;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterSpec;

/**
 * An MTP layer's weights as the decoding kernels take them.
 *
 * @param inputNorms hidden norm, token norm
 * @param input projection
 * @param layer the decoder layer inside
 * @param fill what its cache alone needs
 * @param norm before the shared head
 */
record DraftLayer(KernelValue inputNorms, KernelValue input, KernelValue layer, KernelValue fill, KernelValue norm) {
    /** The names of {@link #inputNorms}, in the kernels' order. */
    static List<String> inputNormNames(int index) {
        return List.of(
                MtpLayer.prefix(index) + "hidden_layernorm.weight", MtpLayer.prefix(index) + "token_layernorm.weight");
    }

    /** The name of {@link #input}. */
    static String inputName(int index) {
        return MtpLayer.prefix(index) + "input_proj.weight";
    }

    /** The names of {@link #layer}. */
    static List<String> layerNames(ModelConfig config, int index) {
        return DecoderLayer.parameters(config, MtpLayer.prefix(index)).stream()
                .map(ParameterSpec::name)
                .toList();
    }
}
