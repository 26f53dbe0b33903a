package org.quern.inference.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quern.inference.report.ReportData.TrainingPoint;

/**
 * {@code metrics.jsonl} of {@code pretrain}, a line a step: {@code stage, step, tokens, lr, grad_norm}, and a loss under
 * each other name. A plot has no use for every step: neighbours within a stage are averaged.
 */
final class MetricsFile {
    private static final int MAX_POINTS = 400;
    private static final Set<String> NOT_LOSSES = Set.of("step", "tokens", "lr", "grad_norm");
    /** The trainer's name for the loss of the next token. */
    private static final String MAIN = "loss";

    private MetricsFile() {}

    static List<TrainingPoint> read(List<JsonNode> lines) {
        int together = Math.max(1, (lines.size() + MAX_POINTS - 1) / MAX_POINTS);
        List<TrainingPoint> points = new ArrayList<>();
        int from = 0;
        while (from < lines.size()) {
            int to = from + 1;
            while (to < lines.size()
                    && to - from < together
                    && stage(lines.get(to)).equals(stage(lines.get(from)))) {
                to++;
            }
            points.add(average(lines.subList(from, to), to));
            from = to;
        }
        return points;
    }

    private static TrainingPoint average(List<JsonNode> lines, long steps) {
        JsonNode last = lines.get(lines.size() - 1);
        Map<String, Double> losses = new LinkedHashMap<>();
        last.properties().forEach(entry -> {
            if (entry.getValue().isNumber() && !NOT_LOSSES.contains(entry.getKey())) {
                losses.put(name(entry.getKey()), mean(lines, entry.getKey()));
            }
        });
        return new TrainingPoint(
                stage(last), steps, last.path("tokens").asLong(), losses, mean(lines, "lr"), mean(lines, "grad_norm"));
    }

    private static String name(String term) {
        return term.equals(MAIN) ? "main" : term;
    }

    /** Over the lines that have it as a finite number; 0 where none has. */
    private static double mean(List<JsonNode> lines, String name) {
        return lines.stream()
                .map(line -> line.path(name))
                .filter(JsonNode::isNumber)
                .mapToDouble(JsonNode::asDouble)
                .filter(Double::isFinite)
                .average()
                .orElse(0);
    }

    private static String stage(JsonNode line) {
        return line.path("stage").asText();
    }
}
