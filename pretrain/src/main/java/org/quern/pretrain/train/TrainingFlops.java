package org.quern.pretrain.train;

import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;

/**
 * What a position costs in training, as PaLM counts it for its model FLOPs utilisation (arXiv 2204.02311, appendix B): 6
 * operations for each weight that it is multiplied by, and 12 LHQT for attention over T positions. Recomputation does not
 * count, nor does that half of attention is masked.
 */
final class TrainingFlops {
    private TrainingFlops() {}

    /**
     * Operations of the forward and the backward pass for one position.
     *
     * @param layout of the parameters, MTP's included
     */
    static double perToken(ModelConfig model, ParameterLayout layout, PretrainConfig config) {
        long hidden = layout.slots().stream()
                .map(ParameterLayout.Slot::spec)
                .filter(spec -> spec.isMatrix() && !isVocabulary(spec))
                .mapToLong(ParameterSpec::size)
                .sum();
        double heads = 1 + (double) model.numNextnPredictLayers() / config.mtpEvery();
        if (config.exitWeight() > 0) {
            heads += (double) model.exitLayers().size() / config.exitEvery();
        }
        double vocabulary = heads * model.vocabSize() * model.hiddenSize();
        double attended = (double) (model.numHiddenLayers() + model.numNextnPredictLayers())
                * model.numAttentionHeads()
                * model.headDim()
                * model.maxPositionEmbeddings();
        return 6 * (hidden + vocabulary) + 12 * attended;
    }

    private static boolean isVocabulary(ParameterSpec spec) {
        return spec.name().equals(Model.EMBEDDING) || spec.name().equals(Model.HEAD);
    }
}
