package org.quern.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobRunner;

/**
 * A whole run: where it reads, where it writes, and the configuration of each step. All of it is read and checked before
 * the first step starts.
 *
 * @param output one folder below it for each step
 */
record Run(String output, List<String> inputs, List<Configured<?>> steps) {
    /** A step with its configuration. */
    record Configured<C extends Record>(Job<C> job, C config, List<String> reads) {
        private void run(JobRunner runner, String output, List<String> inputs) throws Exception {
            List<String> from = reads.isEmpty()
                    ? inputs
                    : reads.stream().map(step -> output + "/" + step).toList();
            runner.run(job, config, from, output + "/" + job.name(), JobRunner.Existing.REPLACE);
        }
    }

    /**
     * Reads a run from its YAML tree: {@code output}, {@code inputs}, and a section for each job that is not to run on its
     * defaults.
     *
     * @param settings dotted keys that win, each beginning with the job's name
     * @throws InputException on an unknown key, a value out of range, or nothing to read
     */
    static Run read(JsonNode tree, Map<String, String> settings, String name) {
        List<Steps.Step> steps = Steps.all();
        Set<String> known =
                steps.stream().map(step -> step.job().name()).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Map<String, String>> byJob = byJob(settings, known);
        Set<String> allowed = new TreeSet<>(known);
        allowed.addAll(List.of("output", "inputs"));
        tree.fieldNames().forEachRemaining(key -> {
            if (!allowed.contains(key)) {
                throw new InputException(String.format("%s has an unknown key '%s'; there are %s", name, key, allowed));
            }
        });
        List<String> inputs = new ArrayList<>();
        tree.path("inputs").forEach(input -> inputs.add(input.asText()));
        List<Configured<?>> configured = new ArrayList<>();
        for (Steps.Step step : steps) {
            configured.add(configure(
                    step.job(),
                    step.reads(),
                    tree,
                    byJob.getOrDefault(step.job().name(), Map.of())));
        }
        return new Run(tree.path("output").asText(), List.copyOf(inputs), List.copyOf(configured));
    }

    /** Runs every step whose output is not there yet. */
    void execute(SparkSession spark) throws Exception {
        JobRunner runner = new JobRunner(spark);
        for (Configured<?> step : steps) {
            step.run(runner, output, inputs);
        }
    }

    private static <C extends Record> Configured<C> configure(
            Job<C> job, List<String> reads, JsonNode tree, Map<String, String> settings) {
        C config = ConfigReader.read(job.defaults(), tree.path(job.name()), settings, job.name());
        return new Configured<>(job, config, reads);
    }

    private static Map<String, Map<String, String>> byJob(Map<String, String> settings, Set<String> jobs) {
        Map<String, Map<String, String>> byJob = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            int dot = key.indexOf('.');
            String job = dot < 0 ? key : key.substring(0, dot);
            if (dot < 0 || !jobs.contains(job)) {
                throw new InputException(String.format(
                        "--set %s=%s must begin with a step and a dot; the steps are %s", key, value, jobs));
            }
            byJob.computeIfAbsent(job, unused -> new LinkedHashMap<>()).put(key.substring(dot + 1), value);
        });
        return byJob;
    }
}
