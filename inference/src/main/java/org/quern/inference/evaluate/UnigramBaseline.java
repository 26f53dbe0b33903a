package org.quern.inference.evaluate;

import java.util.HashMap;
import java.util.Map;

/**
 * A model that knows how often each token occurs and nothing else. Its frequencies are those of the very text that it is
 * measured on, so no unigram model whatever can do better there: a baseline fitted on training text is weaker.
 */
final class UnigramBaseline {
    private final Map<Integer, long[]> counts = new HashMap<>();
    private long total;

    /** Counts a token. */
    void add(int token) {
        counts.computeIfAbsent(token, id -> new long[1])[0]++;
        total++;
    }

    /** The sum of the losses of all tokens counted, in nats: {@code -sum_t n_t ln(n_t / n)}. */
    double totalLoss() {
        return counts.values().stream()
                .mapToDouble(count -> -count[0] * Math.log((double) count[0] / total))
                .sum();
    }
}
