package org.quern.inference.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The results in five lines, for the end of a run. */
public final class ResultsSummary {
    private ResultsSummary() {}

    /** At most five lines without line ends: the model, bits per byte, accuracy, early exit, speculation. */
    public static List<String> lines(Evaluation evaluation) {
        List<String> lines = new ArrayList<>();
        evaluation.last().ifPresent(last -> {
            ModelFacts model = last.model();
            lines.add(line(
                    "Model          %.1fM parameters, %d layers, exits after %s, %d MTP layer%s, vocabulary %,d",
                    model.parameters() / 1e6,
                    model.layers(),
                    model.exitLayers(),
                    model.mtpLayers(),
                    model.mtpLayers() == 1 ? "" : "s",
                    model.vocabulary()));
            if (!last.domains().isEmpty()) {
                lines.add("Bits per byte  " + bitsPerByte(evaluation, last));
            }
            last.decoding(DecodingMode.FULL_DEPTH)
                    .ifPresent(full -> lines.add("Accuracy       " + accuracy(evaluation, full)));
            StageSpeed speed = evaluation.speed(last.stage());
            last.decoding(DecodingMode.FULL_DEPTH).ifPresent(full -> {
                bestExit(last, full, speed).ifPresent(exit -> lines.add("Early exit     " + exit(full, exit, speed)));
                last.decoding(DecodingMode.MTP)
                        .ifPresent(mtp -> lines.add("MTP            " + speculation(full, mtp, speed)));
            });
        });
        return List.copyOf(lines);
    }

    private static String bitsPerByte(Evaluation evaluation, StageScore last) {
        double unigram = last.domains().stream()
                        .mapToDouble(domain -> domain.unigramBitsPerByte() * domain.bytes())
                        .sum()
                / last.domains().stream().mapToLong(DomainScore::bytes).sum();
        return evaluation.stages().stream()
                .flatMap(stage -> stage.bitsPerByte().stream().map(bits -> line("%s %.3f", stage.stage(), bits)))
                .collect(Collectors.joining(", ", "", line(" (best unigram model %.3f)", unigram)));
    }

    private static String accuracy(Evaluation evaluation, DecodingScore last) {
        return evaluation.stages().stream()
                .flatMap(stage -> stage.decoding(DecodingMode.FULL_DEPTH).stream()
                        .map(full -> line("%s %.1f%%", stage.stage(), 100 * full.accuracy())))
                .collect(Collectors.joining(
                        ", ",
                        "",
                        line(" (± %.1f) of %d held-out problems", 100 * last.standardError(), last.problems())));
    }

    /** The fastest threshold that loses at most a standard error of accuracy, else the most accurate one. */
    private static Optional<DecodingScore> bestExit(StageScore stage, DecodingScore full, StageSpeed speed) {
        List<DecodingScore> exits = stage.decoding().stream()
                .filter(score -> score.mode().isLossy())
                .toList();
        return exits.stream()
                .filter(exit -> exit.accuracy() >= full.accuracy() - full.standardError())
                .max(Comparator.comparingDouble(speed::tokensPerSecond))
                .or(() -> exits.stream().max(Comparator.comparingDouble(DecodingScore::accuracy)));
    }

    private static String exit(DecodingScore full, DecodingScore exit, StageSpeed speed) {
        return line(
                "%s at %.2f: %,.0f tokens/s against %,.0f at full depth, %.1f layers a token, accuracy %.1f%%",
                exit.mode() == DecodingMode.COMPACTION ? "by sequence" : "of whole batches",
                exit.threshold(),
                speed.tokensPerSecond(exit),
                speed.tokensPerSecond(full),
                exit.meanLayers(),
                100 * exit.accuracy());
    }

    private static String speculation(DecodingScore full, DecodingScore mtp, StageSpeed speed) {
        return line(
                "%,.0f tokens/s against %,.0f without, %.0f%% of drafts accepted, %d of %d outputs differ from plain greedy",
                speed.tokensPerSecond(mtp),
                speed.tokensPerSecond(full),
                100 * mtp.acceptance(),
                mtp.differing(),
                mtp.problems());
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
