package org.quern.pretrain.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.quern.pretrain.kernel.MatrixSpeed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The type of matrix products where the config leaves it to the machine: chosen once a run, kept over restarts. */
final class ChosenPrecision {
    private static final Logger LOG = LoggerFactory.getLogger(ChosenPrecision.class);
    private static final String FILE = "precision.txt";

    private ChosenPrecision() {}

    /** {@code bf16} or {@code fp32}. */
    static String of(PretrainConfig config, Path stateFolder) throws IOException {
        if (!config.precision().equals(PretrainConfig.AUTO)) {
            return config.precision();
        }
        Path file = stateFolder.resolve(FILE);
        if (Files.exists(file)) {
            return Files.readString(file);
        }
        MatrixSpeed speed = MatrixSpeed.measure();
        String chosen = speed.favoursBf16() ? PretrainConfig.BF16 : PretrainConfig.FP32;
        LOG.info(
                "pretrain: matrix products in {}: {} GFLOP/s in bf16, {} in fp32",
                chosen,
                Math.round(speed.bf16Gflops()),
                Math.round(speed.fp32Gflops()));
        Files.createDirectories(stateFolder);
        Path partial = Files.writeString(stateFolder.resolve("." + FILE), chosen);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        return chosen;
    }
}
