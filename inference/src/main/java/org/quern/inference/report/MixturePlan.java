package org.quern.inference.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.quern.inference.report.ReportData.DomainShare;
import org.quern.inference.report.ReportData.StageMixture;

/** {@code plan.json} of {@code mix}, laid beside the true tokens that {@code tokenize} counted. */
final class MixturePlan {
    private MixturePlan() {}

    /**
     * Asked and got.
     *
     * @param plan the file's JSON
     * @param tokens counts named {@code tokens.STAGE.DOMAIN}; where one is missing, the plan's own estimate stands
     */
    static List<StageMixture> read(JsonNode plan, Map<String, Long> tokens) {
        List<StageMixture> stages = new ArrayList<>();
        for (JsonNode stage : plan.path("stages")) {
            String name = stage.path("name").asText();
            List<DomainShare> counted = new ArrayList<>();
            stage.path("domains").properties().forEach(entry -> {
                JsonNode domain = entry.getValue();
                long estimate = domain.path("tokens").asLong();
                counted.add(new DomainShare(
                        entry.getKey(),
                        domain.path("ratio").asDouble(),
                        0,
                        tokens.getOrDefault("tokens." + name + "." + entry.getKey(), estimate),
                        domain.path("documents").asLong(),
                        domain.path("epochs").asDouble()));
            });
            stages.add(new StageMixture(name, stage.path("contextLength").asInt(), shares(counted)));
        }
        return stages;
    }

    private static List<DomainShare> shares(List<DomainShare> counted) {
        long total = Math.max(1, counted.stream().mapToLong(DomainShare::tokens).sum());
        return counted.stream()
                .map(d -> new DomainShare(
                        d.domain(), d.asked(), (double) d.tokens() / total, d.tokens(), d.documents(), d.epochs()))
                .toList();
    }
}
