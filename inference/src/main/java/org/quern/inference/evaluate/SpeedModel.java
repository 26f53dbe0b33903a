package org.quern.inference.evaluate;

import java.util.List;
import org.quern.inference.DecodingStats;
import org.quern.pretrain.model.ModelConfig;

/**
 * What passes should cost where reading the weights is all of it: in layers, the vocabulary head, the MTP layers and the
 * filling of caches counted as the share of a layer's weights that they read. Rows are free, which holds up to some dozen, and
 * prompts are left out.
 */
final class SpeedModel {
    private final ModelConfig config;
    private final double layer;

    SpeedModel(ModelConfig config) {
        this.config = config;
        double heads = config.numAttentionHeads() * config.headDim();
        this.layer = (2 * heads + keysAndValues() + 3.0 * config.intermediateSize()) * config.hiddenSize();
    }

    private double keysAndValues() {
        return 2.0 * config.numKeyValueHeads() * config.headDim();
    }

    /** How many times faster a way should have been than full depth, by the passes that both ran. */
    double speedup(DecodingWays.Way way, int rows, DecodingStats stats, DecodingStats full) {
        List<Integer> exits = way.exit().policy(rows).exits(config);
        double cost = cost(exits, stats) + draftCost(way, stats);
        double plain = cost(List.of(), full);
        return plain / full.newTokens() * stats.newTokens() / cost;
    }

    private double cost(List<Integer> exits, DecodingStats stats) {
        double head = (double) config.vocabSize() * config.hiddenSize() / layer;
        double fill = keysAndValues() * config.hiddenSize() / layer;
        double cost = 0;
        int done = 0;
        for (int s = 0; s < stats.passes().size(); s++) {
            int end = s < exits.size() ? exits.get(s) : config.numHiddenLayers();
            double filled = s == 0 ? 0 : fill * (config.numHiddenLayers() - done);
            cost += stats.passes().get(s) * (end - done + head + filled);
            done = end;
        }
        return cost;
    }

    private double draftCost(DecodingWays.Way way, DecodingStats stats) {
        double head = (double) config.vocabSize() * config.hiddenSize() / layer;
        double input = 2.0 * config.hiddenSize() * config.hiddenSize() / layer;
        long passes = stats.passes().stream().mapToLong(Long::longValue).sum();
        return way.drafts() * passes * (1 + input + head);
    }
}
