package org.quern.inference.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.quern.inference.evaluate.EvaluateJob;
import org.quern.inference.evaluate.Evaluation;
import org.quern.inference.evaluate.ResultsFile;
import org.quern.inference.evaluate.Sample;
import org.quern.inference.report.ReportData.StageMixture;
import org.quern.inference.report.ReportData.Step;
import org.quern.inference.report.ReportData.TrainingPoint;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.job.JobInput;
import org.quern.ingest.job.Manifest;
import org.quern.ingest.job.Version;
import org.quern.tokenizer.TokenizedPlan;

/** Reads what a run's steps left. Only {@code evaluate} must be there. */
final class RunFolders {
    private final JobContext context;

    RunFolders(JobContext context) {
        this.context = context;
    }

    ReportData read() throws IOException {
        Path evaluate = context.made("evaluate");
        Evaluation evaluation = ResultsFile.read(evaluate, context.hadoop());
        List<Sample> samples = new ArrayList<>();
        for (JsonNode line : lines(new Path(evaluate, EvaluateJob.SAMPLES))) {
            samples.add(ConfigReader.JSON.treeToValue(line, Sample.class));
        }
        List<Step> steps = steps();
        return new ReportData(
                Version.CURRENT, lead(steps, evaluation), steps, mixture(), packing(), training(), evaluation, samples);
    }

    private static String lead(List<Step> steps, Evaluation evaluation) {
        double seconds = steps.stream().mapToDouble(Step::wallSeconds).sum();
        return String.format(
                "%d steps in %.0f min %.0f s, from %s to %d evaluated checkpoint%s.",
                steps.size(),
                Math.floor(seconds / 60),
                seconds % 60,
                steps.isEmpty() ? "?" : steps.get(0).step(),
                evaluation.stages().size(),
                evaluation.stages().size() == 1 ? "" : "s");
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (JobInput input : context.inputs()) {
            input.manifest().ifPresent(manifest -> steps.add(step(manifest)));
        }
        return steps;
    }

    private static Step step(Manifest manifest) {
        return new Step(
                manifest.step(),
                manifest.version(),
                manifest.fingerprint(),
                manifest.wallSeconds(),
                new LinkedHashMap<>(manifest.counts().asMap()),
                manifest.config(),
                manifest.inputs());
    }

    private List<StageMixture> mixture() throws IOException {
        if (!context.has("mix")) {
            return List.of();
        }
        Map<String, Long> tokens = context.manifestInputs("tokenize").stream()
                .findFirst()
                .flatMap(JobInput::manifest)
                .map(manifest -> manifest.counts().asMap())
                .orElse(Map.of());
        Path plan = new Path(context.made("mix"), "plan.json");
        try (var in = plan.getFileSystem(context.hadoop()).open(plan)) {
            return MixturePlan.read(ConfigReader.JSON.readTree(in), tokens);
        } catch (JacksonException e) {
            throw damaged(plan, e);
        }
    }

    private List<TokenizedPlan.Stage> packing() throws IOException {
        if (!context.has("tokenize")) {
            return List.of();
        }
        Path plan = new Path(context.made("tokenize"), TokenizedPlan.FILE);
        try (var in = plan.getFileSystem(context.hadoop()).open(plan)) {
            return TokenizedPlan.read(in).stages();
        } catch (JacksonException e) {
            throw damaged(plan, e);
        }
    }

    private List<TrainingPoint> training() throws IOException {
        return context.has("pretrain")
                ? MetricsFile.read(lines(new Path(context.made("pretrain"), "metrics.jsonl")))
                : List.of();
    }

    private List<JsonNode> lines(Path file) throws IOException {
        FileSystem files = file.getFileSystem(context.hadoop());
        List<JsonNode> lines = new ArrayList<>();
        if (files.exists(file)) {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(files.open(file), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(ConfigReader.JSON.readTree(line));
                }
            } catch (JacksonException e) {
                throw damaged(file, e);
            }
        }
        return lines;
    }

    private static InputException damaged(Path file, JacksonException e) {
        return new InputException(
                file + " is damaged (" + e.getOriginalMessage() + "); remove its folder and run the step again", e);
    }
}
