package org.quern.mixing;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stage of the mixture.
 *
 * @param name of its folder, for instance {@code stage1}
 * @param tokens how many it should have, by {@link TokenEstimate}
 * @param contextLength of its training sequences, in tokens
 * @param ratios share of its tokens by domain; they sum to 1
 */
public record StageConfig(String name, long tokens, int contextLength, Map<String, Double> ratios) {
    private static final double TOLERANCE = 1e-6;

    /** Validates and copies. */
    public StageConfig {
        if (!name.matches("[a-z][a-z0-9-]*") || name.equals("heldout") || name.equals("problems")) {
            throw new IllegalArgumentException(
                    "a stage's name must be a folder's: lower-case letters, digits and hyphens,"
                            + " not 'heldout' or 'problems'; got '" + name + "'");
        }
        if (tokens < 1) {
            throw new IllegalArgumentException(name + ".tokens must be at least 1, got " + tokens);
        }
        if (contextLength < 2) {
            throw new IllegalArgumentException(name + ".contextLength must be at least 2, got " + contextLength);
        }
        double sum = ratios.values().stream().mapToDouble(Double::doubleValue).sum();
        if (Math.abs(sum - 1) > TOLERANCE || ratios.values().stream().anyMatch(ratio -> ratio < 0)) {
            throw new IllegalArgumentException(
                    name + ".ratios must be 0 or more and sum to 1, got " + new TreeMap<>(ratios) + " with sum " + sum);
        }
        ratios = Collections.unmodifiableMap(new TreeMap<>(ratios));
    }
}
