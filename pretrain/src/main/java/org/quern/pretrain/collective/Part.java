package org.quern.pretrain.collective;

/**
 * The part of a buffer that is a rank's own: buffers are cut into as many parts as there are ranks, as equal as can be.
 *
 * @param begin its first index
 * @param end the index after its last
 */
public record Part(int begin, int end) {
    /** A rank's own part of a buffer of a length. */
    public static Part of(int length, int rank, int ranks) {
        return new Part((int) ((long) length * rank / ranks), (int) ((long) length * (rank + 1) / ranks));
    }

    /** How many numbers it has. */
    public int length() {
        return end - begin;
    }
}
