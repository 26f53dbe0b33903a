package org.quern.tokenizer;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * How often a domain's words count: whole numbers, so that sums are exact in any order.
 *
 * @param unit the weight of a factor of 1
 * @param weights of the domains whose factor is another
 */
record DomainWeights(long unit, Map<String, Long> weights) implements Serializable {

    private static final long STEPS = 1000;
    private static final double MAX_FACTOR = 1000;

    DomainWeights {
        weights = Map.copyOf(weights);
    }

    /**
     * The least whole numbers in the proportion of these factors, 1 among them.
     *
     * @throws IllegalArgumentException if a factor is not a multiple of 0.001 from 0 to 1000
     */
    static DomainWeights of(Map<String, Double> factors) {
        Map<String, Long> thousandths = new HashMap<>();
        BigInteger divisor = BigInteger.valueOf(STEPS);
        for (Map.Entry<String, Double> entry : factors.entrySet()) {
            double factor = entry.getValue();
            long steps = Math.round(factor * STEPS);
            if (!(factor >= 0 && factor <= MAX_FACTOR) || Math.abs(factor * STEPS - steps) > 1e-6) {
                throw new IllegalArgumentException(
                        "domainWeights.%s must be in 0 to 1000, with at most three decimals, got %s"
                                .formatted(entry.getKey(), factor));
            }
            thousandths.put(entry.getKey(), steps);
            divisor = divisor.gcd(BigInteger.valueOf(steps));
        }
        long common = divisor.longValue();
        thousandths.replaceAll((domain, steps) -> steps / common);
        return new DomainWeights(STEPS / common, thousandths);
    }

    /** How much one of a domain's words counts. */
    long of(String domain) {
        return weights.getOrDefault(domain, unit);
    }
}
