package org.quern.inference.evaluate;

import java.util.List;

/**
 * How fast one checkpoint decoded the same prompts in each way. Depends on the machine.
 *
 * @param stage as in {@link StageScore}
 */
public record StageSpeed(String stage, List<DecodingSpeed> decoding) {
    /** Copies the list. */
    public StageSpeed {
        decoding = List.copyOf(decoding);
    }

    /**
     * The speed of one way of decoding.
     *
     * @param threshold as in {@link DecodingScore}
     * @param newTokens generated
     * @param seconds from the first prompt's arrival to the last token
     */
    public record DecodingSpeed(DecodingMode mode, double threshold, long newTokens, double seconds) {
        /** New tokens a second, prompts included in the time. */
        public double tokensPerSecond() {
            return newTokens / seconds;
        }
    }

    /** The speed that belongs to a score; 0 where it was not measured. */
    public double tokensPerSecond(DecodingScore score) {
        return decoding.stream()
                .filter(speed -> speed.mode() == score.mode() && speed.threshold() == score.threshold())
                .mapToDouble(DecodingSpeed::tokensPerSecond)
                .findFirst()
                .orElse(0);
    }
}
