package org.quern.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;

/**
 * A threshold for {@link ExitPolicy.Compaction} that was tested on prompts: with probability {@code level} at most the share
 * {@code risk} of such prompts get another completion than at full depth. Kept with the checkpoint.
 *
 * @param confidence what is compared with the threshold
 * @param promptsLeave whether prompts left early too
 * @param threshold the lowest that passed
 * @param risk which the test bounds
 * @param level of confidence in it
 * @param prompts on which it was tested
 * @param differing how many of them came out otherwise than at full depth
 */
public record ExitCalibration(
        Confidence confidence,
        boolean promptsLeave,
        double threshold,
        double risk,
        double level,
        int prompts,
        int differing) {
    private static final String FILE = "exit_calibration.json";

    /** A checkpoint's calibration, where there is one. */
    public static Optional<ExitCalibration> read(Path checkpoint) {
        Path file = checkpoint.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ConfigReader.JSON.readValue(file.toFile(), ExitCalibration.class));
        } catch (IOException e) {
            throw new InputException(file + " is no calibration (" + e.getMessage() + "); calibrate again", e);
        }
    }

    /** Writes it into the checkpoint's folder. */
    public void write(Path checkpoint) throws IOException {
        CheckpointFolder.put(
                checkpoint.resolve(FILE),
                file -> ConfigReader.JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this));
    }

    /**
     * The Hoeffding-Bentkus p-value of "the risk is above the bound" (Learn then Test, arXiv 2110.01052, section 2): small
     * where so few losses among so many would be a wonder.
     *
     * @param losses how many, each 0 or 1
     * @param bound of the risk, between 0 and 1
     */
    public static double pValue(int losses, int trials, double bound) {
        double mean = Math.min((double) losses / trials, bound);
        double hoeffding = Math.exp(-trials * divergence(mean, bound));
        double bentkus = Math.E * new BinomialDistribution(null, trials, bound).cumulativeProbability(losses);
        return Math.min(1, Math.min(hoeffding, bentkus));
    }

    /** The Kullback-Leibler divergence of two coins. */
    private static double divergence(double a, double b) {
        double heads = a == 0 ? 0 : a * Math.log(a / b);
        double tails = a == 1 ? 0 : (1 - a) * Math.log((1 - a) / (1 - b));
        return heads + tails;
    }
}
