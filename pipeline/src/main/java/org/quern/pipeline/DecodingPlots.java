package org.quern.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Pictures of ways of decoding: for each batch speed against quality, one line for a policy with its thresholds as points; and
 * for all of them the speed that the passes predict against the one that was measured.
 */
final class DecodingPlots {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 600;

    private final List<Map<String, Object>> ways;

    /**
     * Of figures.
     *
     * @param ways as {@link org.quern.inference.evaluate.DecodingWays#solve} gives them, several batches' one after the other
     */
    DecodingPlots(List<Map<String, Object>> ways) {
        this.ways = ways;
    }

    /** Writes a PNG for each picture into a folder; those of these names are replaced. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int batch : ways.stream().mapToInt(DecodingPlots::batch).distinct().toArray()) {
            save(speedAndQuality(batch), folder.resolve("speed-quality-batch-" + batch + ".png"));
        }
        save(predictedAndMeasured(), folder.resolve("predicted-measured.png"));
    }

    private XYChart speedAndQuality(int batch) {
        XYChart chart =
                chart("Batch of " + batch, "times full depth's tokens/s", "bits per byte above full depth's, %");
        List<Map<String, Object>> ofBatch =
                ways.stream().filter(way -> batch(way) == batch).toList();
        double full = number(ofBatch.get(0), "bits_per_byte");
        Map<String, Line> lines = new LinkedHashMap<>();
        for (Map<String, Object> way : ofBatch) {
            lines.computeIfAbsent(name(way), name -> new Line())
                    .add(number(way, "speedup"), 100 * (number(way, "bits_per_byte") / full - 1));
        }
        lines.forEach((name, line) -> chart.addSeries(name, line.x, line.y));
        return chart;
    }

    private XYChart predictedAndMeasured() {
        XYChart chart = chart("Speed-up over full depth", "predicted by the passes that ran", "measured");
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        Map<String, Line> batches = new LinkedHashMap<>();
        double most = 1;
        for (Map<String, Object> way : ways) {
            double predicted = number(way, "predicted_speedup");
            batches.computeIfAbsent("batch of " + batch(way), name -> new Line())
                    .add(predicted, number(way, "speedup"));
            most = Math.max(most, predicted);
        }
        batches.forEach((name, line) -> chart.addSeries(name, line.x, line.y));
        chart.addSeries("as predicted", List.of(0, most), List.of(0, most))
                .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line)
                .setMarker(SeriesMarkers.NONE);
        return chart;
    }

    private static String name(Map<String, Object> way) {
        String exit = String.valueOf(way.get("exit")).replace('_', ' ');
        String policy = exit.equals("none") ? "full depth" : exit;
        String parked = number(way, "parked") > 1 ? ", parking " + way.get("parked") : "";
        String drafts = number(way, "drafts") > 0 ? ", drafts " + way.get("drafts") : "";
        String prompts = Boolean.TRUE.equals(way.get("prompts_leave")) ? ", prompts too" : "";
        return policy + prompts + parked + drafts;
    }

    private static int batch(Map<String, Object> way) {
        return (int) number(way, "batch");
    }

    private static double number(Map<String, Object> way, String key) {
        return ((Number) Objects.requireNonNull(way.get(key))).doubleValue();
    }

    private static XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        return chart;
    }

    private static void save(XYChart chart, Path file) throws IOException {
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }

    /** Points of a series. */
    private static final class Line {
        private final List<Double> x = new ArrayList<>();
        private final List<Double> y = new ArrayList<>();

        private void add(double atX, double atY) {
            x.add(atX);
            y.add(atY);
        }
    }
}
