package org.quern.inference.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.quern.inference.evaluate.Evaluation;
import org.quern.inference.evaluate.Sample;
import org.quern.tokenizer.TokenizedPlan;

/**
 * All that the page shows, and the shape of the JSON inside it. Empty lists are sections that the page leaves out.
 *
 * @param version Quern's
 * @param lead the sentence under the title
 * @param packing what tokenize made of each stage
 */
record ReportData(
        String version,
        String lead,
        List<Step> steps,
        List<StageMixture> mixture,
        List<TokenizedPlan.Stage> packing,
        List<TrainingPoint> training,
        Evaluation evaluation,
        List<Sample> samples) {

    ReportData {
        steps = List.copyOf(steps);
        mixture = List.copyOf(mixture);
        packing = List.copyOf(packing);
        training = List.copyOf(training);
        samples = List.copyOf(samples);
    }

    /**
     * What a step's manifest says.
     *
     * @param inputs path to fingerprint
     */
    record Step(
            String step,
            String version,
            String fingerprint,
            double wallSeconds,
            Map<String, Long> counts,
            JsonNode config,
            Map<String, String> inputs) {}

    /** What one stage is made of. */
    record StageMixture(String stage, int contextLength, List<DomainShare> domains) {
        StageMixture {
            domains = List.copyOf(domains);
        }
    }

    /**
     * One domain's part in a stage.
     *
     * @param asked the plan's share of the stage's tokens
     * @param share what came out
     * @param epochs passes over the domain's documents
     */
    record DomainShare(String domain, double asked, double share, long tokens, long documents, double epochs) {}

    /**
     * Neighbouring training steps, averaged.
     *
     * @param step the last of them
     * @param tokens trained on up to there, through all stages
     * @param losses in nats a token: {@code main}, {@code mtp} and so on
     */
    record TrainingPoint(
            String stage,
            long step,
            long tokens,
            Map<String, Double> losses,
            double learningRate,
            double gradientNorm) {}
}
