package org.quern.inference.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quern.inference.evaluate.Evaluation;
import org.quern.inference.evaluate.Sample;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.page.ReportPage;
import org.quern.ingest.page.ReportPages;

class ReportPageTest {
    private static final String HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \u2029 \"\\ \uD83D\uDE00";

    @Test
    void isOneFileThatLoadsNothing() throws Exception {
        String page = render("Made-up run", MadeUpRun.data());
        assertThat(page)
                .doesNotContain("{{")
                .doesNotContainPattern("(src|href)=[\"']?https?:")
                .doesNotContain("@import");
        assertThat(page).contains("Chart.js v4.4.4").doesNotContain("sourceMappingURL");
        // Looked at by hand: open this file in a browser.
        Files.writeString(Path.of("target", "made-up-report.html"), page);
    }

    @Test
    void keepsHostileTextInsideItsElementAndWhole() throws Exception {
        ReportData data = new ReportData(
                "0",
                HOSTILE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Evaluation(List.of(), List.of()),
                List.of(new Sample("stage1", "prose", HOSTILE, HOSTILE, "", false)));
        String page = render(HOSTILE, data);
        JsonNode read = ReportPages.data(page);
        assertThat(read.path("lead").asText()).isEqualTo(HOSTILE);
        assertThat(read.path("samples").path(0).path("completion").asText()).isEqualTo(HOSTILE);
        assertThat(page).doesNotContain("alert(1)</script>");
    }

    private static String render(String title, ReportData data) {
        return ReportPage.render(title, data, ReportJob.class, "report.js");
    }

    @Test
    void averagesNeighbouringStepsWithinAStage() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (int i = 1; i <= 900; i++) {
            lines.add(ConfigReader.JSON.readTree(String.format(
                    "{\"stage\": \"stage%d\", \"step\": %d, \"tokens\": %d, \"loss\": %d, \"exit2\": 1.5, \"lr\": 0.5,"
                            + " \"grad_norm\": 1}",
                    i <= 500 ? 1 : 2, i, i * 10, i)));
        }
        List<ReportData.TrainingPoint> points = MetricsFile.read(lines);
        assertThat(points).hasSizeLessThanOrEqualTo(400);
        assertThat(points.get(0).losses()).containsEntry("main", 2.0).containsEntry("exit2", 1.5);
        assertThat(points)
                .filteredOn(point -> point.stage().equals("stage1"))
                .last()
                .satisfies(point -> {
                    assertThat(point.step()).isEqualTo(500);
                    assertThat(point.tokens()).isEqualTo(5_000);
                });
        assertThat(MetricsFile.read(List.of())).isEmpty();
    }

    @Test
    void laysTheTrueTokensBesideThePlan() throws Exception {
        JsonNode plan = ConfigReader.JSON.readTree("""
                {"stages": [{"name": "stage1", "contextLength": 512, "domains": {
                  "code": {"ratio": 0.25, "tokens": 90, "documents": 3, "epochs": 1.5},
                  "prose": {"ratio": 0.75, "tokens": 300, "documents": 9, "epochs": 1.0}}}]}
                """);
        var mixture = MixturePlan.read(plan, Map.of("tokens.stage1.code", 100L));
        assertThat(mixture).singleElement().satisfies(stage -> {
            assertThat(stage.domains())
                    .extracting(ReportData.DomainShare::tokens)
                    .containsExactly(100L, 300L);
            assertThat(stage.domains())
                    .extracting(ReportData.DomainShare::share)
                    .containsExactly(0.25, 0.75);
        });
    }
}
