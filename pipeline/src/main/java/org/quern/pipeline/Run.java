package org.quern.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
record Run(String output, List<Configured<?>> steps) {
    private static final String TRAIN_TOKENIZER = "train-tokenizer";
    private static final String DECONTAMINATE = "decontaminate";
    private static final String TOKENIZER = "tokenizer";

    /**
     * A step with its configuration.
     *
     * @param inputs paths that it reads
     */
    record Configured<C extends Record>(Job<C> job, C config, List<String> inputs) {
        private void run(JobRunner runner, String output) throws Exception {
            runner.run(job, config, inputs, output + "/" + job.name(), JobRunner.Existing.REPLACE);
        }
    }

    /**
     * Reads a run from its YAML tree: {@code output}, {@code inputs}, a section for each job that is not to run on its
     * defaults, and {@code tokenizer}, a tokenizer.json to use in place of training one. Without settings of {@code
     * decontaminate}, which needs evaluation sets, it is left out.
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
        allowed.addAll(List.of("output", "inputs", TOKENIZER));
        tree.fieldNames().forEachRemaining(key -> {
            if (!allowed.contains(key)) {
                throw new InputException(String.format("%s has an unknown key '%s'; there are %s", name, key, allowed));
            }
        });
        List<String> inputs = new ArrayList<>();
        tree.path("inputs").forEach(input -> inputs.add(input.asText()));
        String output = tree.path("output").asText();
        Optional<String> tokenizer = tokenizer(tree, byJob, name);
        Map<String, List<String>> outputs = new HashMap<>();
        List<Configured<?>> configured = new ArrayList<>();
        for (Steps.Step step : steps) {
            String job = step.job().name();
            List<String> from = step.reads().isEmpty()
                    ? inputs
                    : step.reads().stream()
                            .flatMap(read -> outputs.getOrDefault(read, List.of()).stream())
                            .distinct()
                            .toList();
            if (job.equals(TRAIN_TOKENIZER) && tokenizer.isPresent()) {
                outputs.put(job, List.of(tokenizer.get()));
            } else if (job.equals(DECONTAMINATE) && !tree.has(job) && !byJob.containsKey(job)) {
                outputs.put(job, from);
            } else {
                outputs.put(job, List.of(output + "/" + job));
                configured.add(configure(step.job(), from, tree, byJob.getOrDefault(job, Map.of())));
            }
        }
        return new Run(output, List.copyOf(configured));
    }

    private static Optional<String> tokenizer(JsonNode tree, Map<String, Map<String, String>> settings, String name) {
        if (!tree.has(TOKENIZER)) {
            return Optional.empty();
        }
        if (tree.has(TRAIN_TOKENIZER) || settings.containsKey(TRAIN_TOKENIZER)) {
            throw new InputException("%s has both '%s', to use, and settings of '%s'; remove one of them"
                    .formatted(name, TOKENIZER, TRAIN_TOKENIZER));
        }
        String file = tree.path(TOKENIZER).asText();
        if (!file.endsWith("tokenizer.json")) {
            throw new InputException(
                    "%s: tokenizer must be a file that is called tokenizer.json, got '%s'".formatted(name, file));
        }
        return Optional.of(file);
    }

    /** Runs every step whose output is not there yet. */
    void execute(SparkSession spark) throws Exception {
        JobRunner runner = new JobRunner(spark);
        for (Configured<?> step : steps) {
            step.run(runner, output);
        }
    }

    private static <C extends Record> Configured<C> configure(
            Job<C> job, List<String> inputs, JsonNode tree, Map<String, String> settings) {
        C config = ConfigReader.read(job.defaults(), tree.path(job.name()), settings, job.name());
        return new Configured<>(job, config, inputs);
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
