package org.quern.mixing;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Configuration of {@link MixJob}.
 *
 * @param seed of the sampling order and of what is held out
 * @param heldoutPermille documents out of 1000 that are split off for evaluation, before mixing
 * @param maxEpochs how often a stage may use a domain's whole supply; a stage that would need more gets shorter
 * @param missingDomains what becomes of the share of a domain that the corpus lacks
 * @param stages in training order
 * @param problems the synthetic domain
 * @param numFiles of each table
 */
public record MixConfig(
        long seed,
        int heldoutPermille,
        double maxEpochs,
        MissingDomains missingDomains,
        List<StageConfig> stages,
        ProblemsConfig problems,
        int numFiles) {

    /** What becomes of the share of a domain that the corpus lacks. */
    public enum MissingDomains {
        /** It goes to the corpus's other domains of the stage, in proportion; said loudly and written into the plan. */
        REDISTRIBUTE,
        /** The job refuses. */
        FAIL
    }

    /**
     * The generated problems, domain {@code synthetic}.
     *
     * @param count how many are generated, held-out ones included
     * @param perDocument how many make a document
     * @param heldoutPermille problems out of 1000 that are held out for evaluation
     */
    public record ProblemsConfig(int count, int perDocument, int heldoutPermille) implements Serializable {
        /** Validates. */
        public ProblemsConfig {
            require(count >= 0, "problems.count must be 0 or more, got " + count);
            require(perDocument >= 1, "problems.perDocument must be at least 1, got " + perDocument);
            requirePermille("problems.heldoutPermille", heldoutPermille);
        }
    }

    /** The domain of the generated problems. */
    public static final String SYNTHETIC = "synthetic";

    /** Validates and copies. */
    public MixConfig {
        stages = List.copyOf(stages);
        requirePermille("heldoutPermille", heldoutPermille);
        require(maxEpochs > 0, "maxEpochs must be above 0, got " + maxEpochs);
        require(numFiles >= 1, "numFiles must be at least 1, got " + numFiles);
        long names = stages.stream().map(StageConfig::name).distinct().count();
        require(names == stages.size() && names > 0, "stages must be at least one, with names that differ");
    }

    /**
     * Three stages in the shape of MiMo-7B's (arXiv 2505.07608, section 2.3): everything but synthetic text; mathematics and
     * code 70%; a tenth of synthetic problems and a longer context. Lengths in MiMo's proportion, 17.8 : 4 : 2. At most
     * four epochs: up to there repeated text is worth almost as much as new text (Muennighoff et al. 2023).
     */
    public static MixConfig defaults() {
        return new MixConfig(
                1,
                10,
                4,
                MissingDomains.REDISTRIBUTE,
                List.of(
                        new StageConfig("stage1", 8_900_000, 512, ratios(0.20, 0.25, 0.20, 0.15, 0.20, 0)),
                        new StageConfig("stage2", 2_000_000, 512, ratios(0.35, 0.35, 0.12, 0.08, 0.10, 0)),
                        new StageConfig("stage3", 1_000_000, 1024, ratios(0.30, 0.30, 0.12, 0.08, 0.10, 0.10))),
                new ProblemsConfig(20_000, 8, 20),
                4);
    }

    private static Map<String, Double> ratios(
            double mathematics, double code, double knowledge, double prose, double web, double synthetic) {
        return Map.of(
                "mathematics",
                mathematics,
                "code",
                code,
                "knowledge",
                knowledge,
                "prose",
                prose,
                "web",
                web,
                SYNTHETIC,
                synthetic);
    }

    private static void requirePermille(String name, int value) {
        require(value >= 0 && value < 1000, name + " must be 0 to 999, got " + value);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
