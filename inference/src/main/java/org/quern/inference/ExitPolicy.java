package org.quern.inference;

/** When the layers above an exit are left out. */
public sealed interface ExitPolicy {
    /** Whether confidences are to be computed at the exits at all. */
    boolean looks();

    /** How sure a prediction is. */
    Confidence confidence();

    /**
     * Whether the iteration ends here.
     *
     * @param confidences of every live sequence, at this exit
     */
    boolean leaves(float[] confidences);

    /** Every layer for every token. */
    static ExitPolicy fullDepth() {
        return new FullDepth();
    }

    /** Never leaves. */
    record FullDepth() implements ExitPolicy {
        @Override
        public boolean looks() {
            return false;
        }

        @Override
        public Confidence confidence() {
            return Confidence.TOP_PROBABILITY;
        }

        @Override
        public boolean leaves(float[] confidences) {
            return false;
        }
    }

    /**
     * The batch leaves at the first exit at which every live sequence is confident; the caches of the layers above are
     * filled from there (arXiv 2407.20272, section 3). What a sequence gets therefore depends on its batch.
     *
     * @param threshold at least 0; above 1 it is never reached, and the result is that of full depth bit for bit
     */
    record WholeBatch(double threshold, Confidence confidence) implements ExitPolicy {
        /** Checks the threshold. */
        public WholeBatch {
            if (!(threshold >= 0)) {
                throw new IllegalArgumentException("exit threshold must be 0 or more, got " + threshold);
            }
        }

        @Override
        public boolean looks() {
            return true;
        }

        @Override
        public boolean leaves(float[] confidences) {
            for (float confidence : confidences) {
                if (!(confidence >= threshold)) {
                    return false;
                }
            }
            return true;
        }
    }
}
