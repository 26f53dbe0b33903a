package org.quern.inference.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quern.inference.evaluate.MadeUpEvaluation;
import org.quern.inference.evaluate.Sample;
import org.quern.inference.report.ReportData.DomainShare;
import org.quern.inference.report.ReportData.StageMixture;
import org.quern.inference.report.ReportData.Step;
import org.quern.inference.report.ReportData.TrainingPoint;
import org.quern.ingest.job.ConfigReader;
import org.quern.tokenizer.TokenizedPlan;
import org.quern.tokenizer.VocabularyUse;

/** Numbers with the shape of a run's and no meaning, to test and look at the page. */
final class MadeUpRun {
    private static final List<String> DOMAINS =
            List.of("mathematics", "code", "knowledge", "prose", "web", "synthetic");
    private static final List<String> STAGES = List.of("stage1", "stage2", "stage3");

    private MadeUpRun() {}

    static ReportData data() {
        return new ReportData(
                "0.0-made-up",
                "Made-up numbers.",
                steps(),
                mixture(),
                packing(),
                training(),
                MadeUpEvaluation.evaluation(),
                samples());
    }

    private static List<Step> steps() {
        return List.of(
                step(
                        "ingest",
                        41,
                        Map.of(
                                "in",
                                21_874L,
                                "kept",
                                15_310L,
                                "dropped",
                                6_564L,
                                "dropped.gopher.repetition",
                                2_871L,
                                "dropped.gopher.quality",
                                1_904L,
                                "dropped.language",
                                812L,
                                "dropped.fineweb.line-endings",
                                677L,
                                "dropped.empty",
                                300L)),
                step("score", 6, Map.of("in", 15_310L, "kept", 15_310L, "dropped", 0L)),
                step(
                        "dedup",
                        19,
                        Map.of(
                                "in",
                                15_310L,
                                "kept",
                                12_966L,
                                "dropped",
                                2_344L,
                                "dropped.exact",
                                902L,
                                "dropped.near",
                                1_442L)),
                step("mix", 12, Map.of()),
                step("train-tokenizer", 22, Map.of()),
                step("tokenize", 15, Map.of()),
                step("pretrain", 311, Map.of()),
                step("evaluate", 64, Map.of()));
    }

    private static Step step(String name, double seconds, Map<String, Long> counts) {
        return new Step(
                name,
                "0.0-made-up",
                "5f".repeat(32),
                seconds,
                new LinkedHashMap<>(counts),
                ConfigReader.JSON.createObjectNode().put("seed", 1),
                Map.of("target/in", "ab".repeat(32)));
    }

    private static List<StageMixture> mixture() {
        double[][] shares = {{.2, .25, .2, .15, .2, 0}, {.38, .32, .1, .1, .1, 0}, {.33, .3, .1, .1, .07, .1}};
        List<StageMixture> stages = new ArrayList<>();
        for (int s = 0; s < STAGES.size(); s++) {
            List<DomainShare> domains = new ArrayList<>();
            for (int d = 0; d < DOMAINS.size(); d++) {
                if (shares[s][d] > 0) {
                    domains.add(new DomainShare(
                            DOMAINS.get(d),
                            shares[s][d],
                            shares[s][d] * (1 + .0004 * (d - 2)),
                            (long) (4e6 * shares[s][d]),
                            (long) (4e3 * shares[s][d]),
                            .7 + .3 * d));
                }
            }
            stages.add(new StageMixture(STAGES.get(s), s < 2 ? 256 : 512, domains));
        }
        return stages;
    }

    private static List<TokenizedPlan.Stage> packing() {
        List<TokenizedPlan.Stage> stages = new ArrayList<>();
        for (int s = 0; s < STAGES.size(); s++) {
            SortedMap<String, TokenizedPlan.Domain> domains = new TreeMap<>();
            for (int d = 0; d < DOMAINS.size(); d++) {
                domains.put(DOMAINS.get(d), new TokenizedPlan.Domain(.2, .2, 800_000, 900, 1, 1, 2.9 + .3 * d));
            }
            SortedMap<String, TokenizedPlan.Language> languages = new TreeMap<>();
            languages.put("eng", new TokenizedPlan.Language(3_600_000, 4_000, 4.2 + .1 * s));
            languages.put("und", new TokenizedPlan.Language(400_000, 500, 3.1));
            SortedMap<Integer, Double> coverage = new TreeMap<>();
            for (int n : new int[] {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_800}) {
                coverage.put(n, Math.min(1, .05 + .1 * Math.log(n)));
            }
            stages.add(new TokenizedPlan.Stage(
                    STAGES.get(s),
                    s < 2 ? 256 : 512,
                    15_640,
                    4_000_000,
                    1_200,
                    4_500,
                    610 - 200 * s,
                    1,
                    17_000_000,
                    domains,
                    languages,
                    new VocabularyUse(16_384, 15_800, 900, coverage)));
        }
        return stages;
    }

    private static List<TrainingPoint> training() {
        List<TrainingPoint> points = new ArrayList<>();
        for (int i = 1; i <= 240; i++) {
            double loss = 3.1 + 6 * Math.exp(-i / 30.0) + .15 * Math.sin(i * 12.9898) - (i > 160 ? .35 : 0);
            points.add(new TrainingPoint(
                    STAGES.get(i <= 160 ? 0 : i <= 210 ? 1 : 2),
                    i * 4L,
                    i * 16_384L * 4,
                    Map.of("main", loss, "mtp", loss + .9, "exit 2", loss + .6, "exit 4", loss + .25),
                    i < 10 ? i * 1e-4 : i <= 160 ? 1e-3 : 1e-3 * (241 - i) / 80,
                    1 + Math.abs(Math.sin(i))));
        }
        return points;
    }

    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (String stage : STAGES) {
            samples.add(new Sample(
                    stage,
                    "problem",
                    "Question: What is 47 + 38?\nSteps:",
                    " ones 7 + 8 = 15, write 5, carry 1; tens 4 + 3 + 1 = 8\nAnswer: 85\n",
                    "85",
                    true));
            samples.add(new Sample(
                    stage,
                    "code",
                    "public final class Matrix {\n    private final double[][] data;\n",
                    "\n    /** Returns <b>the</b> rows & columns. */\n    int rows() {\n        return data.length;\n    }\n",
                    "",
                    false));
            samples.add(new Sample(
                    stage,
                    "problem",
                    "Question: Sort 3, 1, 2.\nSteps:",
                    " 3 1 2 </script>\nAnswer: 3 1 2\n",
                    "1 2 3",
                    false));
        }
        return samples;
    }
}
