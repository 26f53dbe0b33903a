package org.quern.pretrain.kernel;

/**
 * What this process reaches in a matrix product of [1024, 1024] by [1024, 1024], the best of some: the peak that a
 * model's FLOPs utilisation (MFU) is a share of.
 */
public final class MatmulPeak {
    private static final int SIZE = 1024;
    private static final long QUIET_NANOS = 300_000_000L;
    private static final int MIN_PRODUCTS = 3;

    private MatmulPeak() {}

    /**
     * Measures until for 0.3 seconds no product has been faster, so that others' work at the start does not count, and
     * three products at least.
     *
     * @param bf16 in bf16; else in fp32
     * @return floating-point operations a second with the threads that {@link Torch#useThreads} set
     */
    public static double flopsPerSecond(boolean bf16) {
        try (Kernels kernels = Kernels.load(KernelSource.resource(MatmulPeak.class, "matmul.py"));
                Scope scope = Scope.open("matmul peak")) {
            KernelValue matrices = kernels.call(scope, "square_matrices", SIZE, bf16);
            long best = Long.MAX_VALUE;
            long bestAt = System.nanoTime();
            for (int i = 0; i < MIN_PRODUCTS || System.nanoTime() - bestAt < QUIET_NANOS; i++) {
                long before = System.nanoTime();
                kernels.run("multiply", matrices);
                long after = System.nanoTime();
                if (after - before < best) {
                    best = after - before;
                    bestAt = after;
                }
            }
            return 2.0 * SIZE * SIZE * SIZE / best * 1e9;
        }
    }
}
