package org.quern.inference.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Version;

/**
 * One checkpoint's scores under the names that lm-evaluation-harness 0.4 gives its output, so that its readers read
 * them: metrics as {@code "exact_match,none"} with {@code "exact_match_stderr,none"} beside.
 */
final class HarnessResults {
    private static final String FILTER = ",none";
    private static final String VERSION = "1.0";

    private final ObjectNode root = ConfigReader.JSON.createObjectNode();

    private HarnessResults() {}

    /** Everything but Quern's own sections. */
    static ObjectNode of(StageScore score, JsonNode config) {
        HarnessResults harness = new HarnessResults();
        score.domains().forEach(harness::heldOut);
        score.decoding(DecodingMode.FULL_DEPTH).ifPresent(harness::problems);
        ObjectNode settings = harness.root.putObject("config");
        settings.put("model", "quern " + Version.CURRENT);
        settings.put("model_args", "stage=" + score.stage());
        settings.put("model_num_parameters", score.model().parameters());
        settings.set("quern", config);
        return harness.root;
    }

    private void heldOut(DomainScore domain) {
        String task = "heldout_" + domain.domain();
        task(task, "loglikelihood_rolling", domain.documents());
        metric(task, "bits_per_byte", domain.full().bitsPerByte(), false);
        metric(task, "token_loss", domain.full().meanLoss(), false);
    }

    private void problems(DecodingScore score) {
        String task = "heldout_problems";
        task(task, "generate_until", score.problems());
        metric(task, "exact_match", score.accuracy(), true);
        results(task).put("exact_match_stderr" + FILTER, score.standardError());
    }

    private void task(String task, String outputType, long samples) {
        results(task).put("alias", task);
        section("configs")
                .putObject(task)
                .put("task", task)
                .put("output_type", outputType)
                .put("num_fewshot", 0);
        section("versions").put(task, VERSION);
        section("n-shot").put(task, 0);
        section("higher_is_better").putObject(task);
        section("n-samples").putObject(task).put("original", samples).put("effective", samples);
    }

    private void metric(String task, String name, double value, boolean higherIsBetter) {
        results(task).put(name + FILTER, value);
        section("higher_is_better").withObject("/" + task).put(name, higherIsBetter);
    }

    private ObjectNode results(String task) {
        ObjectNode results = section("results");
        return results.has(task) ? (ObjectNode) results.get(task) : results.putObject(task);
    }

    private ObjectNode section(String name) {
        return root.has(name) ? (ObjectNode) root.get(name) : root.putObject(name);
    }
}
