package org.quern.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quern.inference.Confidence;
import org.quern.inference.DecodingOptions;
import org.quern.inference.ExitCalibration;
import org.quern.inference.ExitConfig;
import org.quern.inference.Precision;
import picocli.CommandLine.Option;

/** How a checkpoint decodes, for every command that lets it. */
final class DecodingArguments {
    @Option(
            names = "--exit",
            defaultValue = "NONE",
            paramLabel = "POLICY",
            description =
                    "When tokens leave before the last layer: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private ExitConfig.Policy policy = ExitConfig.Policy.NONE;

    @Option(
            names = "--exit-layers",
            split = ",",
            paramLabel = "LAYER",
            description = "Of the exits that were trained; default: all.")
    private List<Integer> layers = List.of();

    @Option(
            names = "--exit-threshold",
            description =
                    "At which confidence they leave; above 1 never; default: what calibrate-exits found with the same"
                            + " --exit-prompts, else 0.9.")
    private @Nullable Double threshold;

    @Option(
            names = "--confidence",
            defaultValue = "TOP_PROBABILITY",
            description = "What is compared with it: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Confidence confidence = Confidence.TOP_PROBABILITY;

    @Option(
            names = "--exit-decay",
            defaultValue = "0",
            description = "How fast the threshold falls over a completion (CALM); default ${DEFAULT-VALUE}.")
    private double decay;

    @Option(
            names = "--parked",
            defaultValue = "0",
            description =
                    "Sequences that wait for the upper layers before these run; 0 a quarter of --rows; default ${DEFAULT-VALUE}.")
    private int parkedRows;

    @Option(
            names = "--exit-prompts",
            description =
                    "With COMPACTION: prompts are read up to the first exit only, and the caches above filled from there; for a"
                            + " model whose positions left there in training.")
    private boolean promptsLeave;

    @Option(
            names = "--self-drafts",
            defaultValue = "4",
            description = "Tokens at most that SELF_SPECULATION drafts; default ${DEFAULT-VALUE}.")
    private int selfDrafts;

    @Option(
            names = "--drafts",
            defaultValue = "0",
            description =
                    "Tokens that the MTP layers draft ahead; the output stays the same; default ${DEFAULT-VALUE}.")
    private int drafts;

    @Option(
            names = "--precision",
            defaultValue = "FP32",
            description = "Of the weights: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FP32;

    @Option(
            names = {"--rows", "--batch"},
            defaultValue = "32",
            description = "Sequences decoded at a time; default ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--cache-megabytes",
            defaultValue = "0",
            description = "For keys and values; 0 for as much as the rows can need; default ${DEFAULT-VALUE}.")
    private int cacheMegabytes;

    ExitConfig exit(Path checkpoint) {
        Optional<ExitCalibration> found = threshold == null && policy == ExitConfig.Policy.COMPACTION
                ? ExitCalibration.read(checkpoint).filter(c -> c.promptsLeave() == promptsLeave)
                : Optional.empty();
        double asked = threshold == null ? ExitConfig.NONE.threshold() : threshold;
        return new ExitConfig(
                policy,
                layers,
                found.map(ExitCalibration::threshold).orElse(asked),
                found.map(ExitCalibration::confidence).orElse(confidence),
                decay,
                parkedRows,
                promptsLeave,
                selfDrafts);
    }

    DecodingOptions options(Path checkpoint) {
        return new DecodingOptions(exit(checkpoint).policy(rows), drafts, rows, true, (long) cacheMegabytes << 20);
    }

    int drafts() {
        return drafts;
    }

    Precision precision() {
        return precision;
    }

    int rows() {
        return rows;
    }

    int cacheMegabytes() {
        return cacheMegabytes;
    }
}
