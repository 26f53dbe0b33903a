package org.quern.mixing;

import java.util.List;
import java.util.SortedMap;

/**
 * {@code plan.json}: what each stage has, in the order of training.
 *
 * @param unit what {@code tokens} are
 * @param stages in order
 * @param heldout documents and tokens by domain that no stage has
 * @param problems how many held-out problems there are
 * @param warnings what did not go as configured
 */
record PlanReport(
        String unit, List<Stage> stages, SortedMap<String, Amount> heldout, long problems, List<String> warnings) {
    /**
     * A stage.
     *
     * @param name its folder
     * @param tokens that it has
     * @param configuredTokens that it should have had
     * @param contextLength of its training sequences, in tokens
     * @param domains its parts
     */
    record Stage(
            String name, long tokens, long configuredTokens, int contextLength, SortedMap<String, Domain> domains) {}

    /**
     * A stage's part of a domain.
     *
     * @param ratio of the stage's tokens, as planned
     * @param configuredRatio before the shares of missing domains were given to others
     * @param tokens that are there
     * @param documents that are there, copies counted
     * @param available tokens of the domain, held-out ones not counted
     * @param epochs {@code tokens / available}
     */
    record Domain(double ratio, double configuredRatio, long tokens, long documents, long available, double epochs) {}

    /** Documents and their tokens. */
    record Amount(long documents, long tokens) {}
}
