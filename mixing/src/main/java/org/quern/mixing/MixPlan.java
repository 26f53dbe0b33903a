package org.quern.mixing;

import java.util.List;
import java.util.SortedMap;

/**
 * What each stage takes of each domain.
 *
 * @param stages in training order
 * @param warnings what does not go as configured, one line each
 */
record MixPlan(List<Stage> stages, List<String> warnings) {
    /**
     * A stage.
     *
     * @param config as configured
     * @param tokens that it will have, fewer than configured where a domain is short
     * @param shares by domain, in alphabetical order; every ratio above 0
     */
    record Stage(StageConfig config, long tokens, SortedMap<String, Share> shares) {}

    /**
     * A domain's part of a stage.
     *
     * @param ratio of the stage's tokens
     * @param tokens that it gives
     * @param supply what there is of the domain
     * @param slice which documents
     */
    record Share(double ratio, long tokens, SamplingOrder.Supply supply, Slice slice) {
        /** How often the stage goes through the domain. */
        double epochs() {
            return (double) tokens / supply.tokens();
        }
    }
}
