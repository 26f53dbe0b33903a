package org.quern.pretrain.kernel;

/**
 * What this machine makes of a matrix product in a type.
 *
 * @param fp32Gflops floating-point operations a second in fp32, in billions
 * @param bf16Gflops the same in bf16
 */
public record MatrixSpeed(double fp32Gflops, double bf16Gflops) {
    private static final int SIZE = 384;
    private static final int PRODUCTS = 8;
    private static final int TRIALS = 9;
    /** What bf16 must gain to be worth its rounding. */
    private static final double MIN_GAIN = 1.15;

    /** Measures, in less than a second, the best of several trials. */
    public static MatrixSpeed measure() {
        try (Kernels kernels = Kernels.load(KernelSource.decoder())) {
            double fp32 = Double.MAX_VALUE;
            double bf16 = Double.MAX_VALUE;
            for (int trial = 0; trial < TRIALS; trial++) {
                fp32 = Math.min(fp32, seconds(kernels, false));
                bf16 = Math.min(bf16, seconds(kernels, true));
            }
            double billions = 2e-9 * SIZE * SIZE * SIZE * PRODUCTS;
            return new MatrixSpeed(billions / fp32, billions / bf16);
        }
    }

    private static double seconds(Kernels kernels, boolean bf16) {
        long start = System.nanoTime();
        kernels.run("multiply", SIZE, PRODUCTS, bf16);
        return (System.nanoTime() - start) / 1e9;
    }

    /**
     * Whether bf16 pays. It is not a matter of course: Zen 4 runs it at twice the speed of fp32, Sapphire Rapids without
     * AMX at half.
     */
    public boolean favoursBf16() {
        return bf16Gflops > MIN_GAIN * fp32Gflops;
    }
}
