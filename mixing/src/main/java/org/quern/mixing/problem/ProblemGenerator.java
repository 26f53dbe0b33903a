package org.quern.mixing.problem;

/**
 * All problems of a seed. Problem number i is a function of seed and i alone, so any part of the sequence can be made
 * anywhere.
 *
 * @param seed of the sequence
 */
public record ProblemGenerator(long seed) {
    /** The problem with this number; kinds take turns at random, with equal shares. */
    public Problem problem(long index) {
        Draw draw = new Draw(seed, index);
        return draw.pick(ProblemKind.values()).draw(draw);
    }

    /**
     * Whether a problem belongs to the held-out share. Decided by its solution, which every phrasing of the same problem has
     * in common: no held-out problem is in training, whatever the seed, not even in other words.
     *
     * @param permille of all problems that are held out, 0 to 1000
     */
    public static boolean isHeldOut(Problem problem, int permille) {
        long hash = 0;
        String solution = problem.solution();
        for (int i = 0; i < solution.length(); i++) {
            hash = Draw.mix(hash + solution.charAt(i) + 1);
        }
        return Math.floorMod(hash, 1000) < permille;
    }
}
