package org.quern.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the folder of one whole run, made once for all tests of the JVM: this project's own sources as code, pages of
 * sums as mathematics, its README as prose, through every step to the report, with a model of a few thousand parameters.
 */
final class FinishedRun implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(FinishedRun.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Path.class;
    }

    @Override
    public Path resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent("run", unused -> make(), Path.class);
    }

    private static Path make() {
        try {
            Path work = Files.createTempDirectory("quern-run");
            writePages(work.resolve("pages"));
            Path output = work.resolve("run");
            Path yaml = yaml(work.resolve("pages"), work.resolve("run.yaml"), output);
            assertThat(Quern.commandLine().execute("run", yaml.toString(), "--master", "local[2]"))
                    .isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the run's file. */
    static Path yaml(Path pages, Path file, Path output) throws IOException {
        return Files.writeString(file, """
                output: %s
                inputs:
                  - %s
                  - ../dedup/src/main/java
                  - ../mixing/src/main/java
                  - ../README.md
                ingest: {rules: none, domains: {"pages/*": mathematics}, numFiles: 2}
                score: {numFiles: 2}
                dedup: {numFiles: 2}
                mix:
                  heldoutPermille: 80
                  numFiles: 2
                  problems: {count: 600, perDocument: 4, heldoutPermille: 50}
                  stages:
                    - {name: stage1, tokens: 20000, contextLength: 64, ratios: {mathematics: 0.5, code: 0.5}}
                    - {name: stage2, tokens: 20000, contextLength: 64, ratios: {mathematics: 0.3, code: 0.7}}
                    - {name: stage3, tokens: 20000, contextLength: 128, ratios: {mathematics: 0.4, code: 0.4, synthetic: 0.2}}
                train-tokenizer: {vocabSize: 512}
                pretrain:
                  model: {hiddenSize: 32, numLayers: 3, numHeads: 2, numKvHeads: 1, intermediateSize: 64, exitLayers: [1]}
                  batchTokens: 1024
                  microbatchTokens: 1024
                  checkpoints: {everySteps: 5}
                  # Another number of threads changes the last bits.
                  threads: 1
                """.formatted(output, pages));
    }

    private static void writePages(Path folder) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(7);
        for (int page = 0; page < 60; page++) {
            StringBuilder html = new StringBuilder("<html><head><title>Sums " + page + "</title></head><body><main>");
            for (int line = 0; line < 25; line++) {
                int a = random.nextInt(1000);
                int b = random.nextInt(1000);
                html.append("<p>The sum of ")
                        .append(a)
                        .append(" and ")
                        .append(b)
                        .append(" is ")
                        .append(a + b);
                html.append(", and their difference is ").append(a - b).append(".</p>");
            }
            Files.writeString(folder.resolve("page" + page + ".html"), html.append("</main></body></html>"));
        }
    }
}
