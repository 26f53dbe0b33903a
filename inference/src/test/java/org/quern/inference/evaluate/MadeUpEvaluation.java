package org.quern.inference.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.quern.inference.evaluate.DecodingScore.LayerCount;

/** Scores with the shape of a run's and no meaning. */
public final class MadeUpEvaluation {
    private static final List<String> DOMAINS =
            List.of("mathematics", "code", "knowledge", "prose", "web", "synthetic");
    private static final List<String> STAGES = List.of("stage1", "stage2", "stage3");

    private MadeUpEvaluation() {}

    /** Three stages, nine ways of decoding. */
    public static Evaluation evaluation() {
        List<StageScore> scores = new ArrayList<>();
        List<StageSpeed> speeds = new ArrayList<>();
        for (int s = 0; s < STAGES.size(); s++) {
            List<DomainScore> domains = new ArrayList<>();
            for (int d = 0; d < DOMAINS.size(); d++) {
                double bits = 1.9 - .2 * s - .08 * d;
                domains.add(new DomainScore(
                        DOMAINS.get(d),
                        40,
                        8_000,
                        30_000 - 1_000 * d,
                        bits + 1.1,
                        List.of(
                                new ExitScore(2, (bits + .3) * 2.2, bits + .3),
                                new ExitScore(4, (bits + .1) * 2.2, bits + .1),
                                new ExitScore(8, bits * 2.2, bits))));
            }
            List<DecodingScore> decoding = new ArrayList<>();
            List<StageSpeed.DecodingSpeed> speed = new ArrayList<>();
            add(decoding, speed, DecodingMode.FULL_DEPTH, 2, 6 + 14 * s, 1_900, 8, 0);
            add(decoding, speed, DecodingMode.EARLY_EXIT, .95, 6 + 14 * s, 2_050, 6, 0);
            add(decoding, speed, DecodingMode.EARLY_EXIT, .8, 5 + 14 * s, 2_400, 4, 9);
            add(decoding, speed, DecodingMode.EARLY_EXIT, .6, 3 + 10 * s, 2_900, 2, 30);
            add(decoding, speed, DecodingMode.COMPACTION, .95, 6 + 14 * s, 2_300, 5, 0);
            add(decoding, speed, DecodingMode.COMPACTION, .8, 5 + 14 * s, 2_700, 3, 12);
            add(decoding, speed, DecodingMode.COMPACTION, .6, 3 + 10 * s, 3_300, 2, 33);
            add(decoding, speed, DecodingMode.SELF_SPECULATION, .6, 6 + 14 * s, 2_200, 8, 0);
            add(decoding, speed, DecodingMode.MTP, 2, 6 + 14 * s, 2_600, 8, 0);
            scores.add(new StageScore(
                    STAGES.get(s), new ModelFacts(6_300_000, 8, List.of(2, 4), 1, 8_192, 512), domains, decoding));
            speeds.add(new StageSpeed(STAGES.get(s), speed));
        }
        return new Evaluation(scores, speeds);
    }

    private static void add(
            List<DecodingScore> scores,
            List<StageSpeed.DecodingSpeed> speeds,
            DecodingMode mode,
            double threshold,
            long correct,
            double tokensPerSecond,
            int layer,
            long differing) {
        double p = correct / 64.0;
        boolean drafts = mode == DecodingMode.MTP || mode == DecodingMode.SELF_SPECULATION;
        scores.add(new DecodingScore(
                mode,
                threshold,
                64,
                correct,
                Math.sqrt(p * (1 - p) / 63),
                4_096,
                List.of(new LayerCount(layer, 4_096)),
                drafts ? 2_200 : 0,
                drafts ? 1_800 : 0,
                differing));
        speeds.add(new StageSpeed.DecodingSpeed(mode, threshold, 4_096, 4_096 / tokensPerSecond));
    }
}
