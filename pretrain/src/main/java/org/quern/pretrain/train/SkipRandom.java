package org.quern.pretrain.train;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Chance for what training leaves out: a function of where it falls, so that it is the same on any number of ranks. */
final class SkipRandom {
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private SkipRandom() {}

    /** The seed of a stage's choices. */
    static long seed(StageConfig stage, PretrainConfig config) {
        return config.seed() * 31 + stage.name().hashCode();
    }

    /** The generator of one choice in a micro-batch, which is counted over all ranks. */
    static RandomGenerator at(long seed, long step, int microbatch, int choice) {
        return RANDOM.create(((seed * MIX + step) * MIX + microbatch) * MIX + choice);
    }
}
