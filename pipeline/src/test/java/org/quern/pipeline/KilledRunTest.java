package org.quern.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed again and again, on one core, ends in the bytes of one that was left alone on two. */
@ExtendWith(FinishedRun.class)
class KilledRunTest {
    /** Times and what is made from them; all else must be equal. */
    private static final Set<String> TIMED =
            Set.of("manifest.json", "timing.jsonl", "results.json", "report.html", "begun.fingerprint");

    /** When to kill, and how long after at most. A stage of so small a training takes some 200 ms. */
    private static final Map<String, Long> MOMENTS = new LinkedHashMap<>();

    static {
        MOMENTS.put("ingest: started", 1500L);
        MOMENTS.put("dedup: started", 1500L);
        MOMENTS.put("pretrain: stage1, ", 100L);
        MOMENTS.put("pretrain: stage3, ", 100L);
    }

    @TempDir
    private Path temp;

    @Test
    void endsInTheSameBytes(Path undisturbed) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path output = temp.resolve("run");
        Path yaml = FinishedRun.yaml(undisturbed.resolveSibling("pages"), temp.resolve("run.yaml"), output);

        for (String moment : MOMENTS.keySet()) {
            runAndKill(yaml, moment, random.nextLong(MOMENTS.get(moment)));
            assertThat(output.resolve("report"))
                    .as("killed after '%s', seed %d", moment, seed)
                    .doesNotExist();
        }
        Process last = start(yaml);
        drain(last);

        assertThat(last.waitFor()).isZero();
        assertThat(hashes(output)).as("seed %d", seed).isEqualTo(hashes(undisturbed));
    }

    /** Kills the program, as kill -9 does, some time after it has said something. */
    private static void runAndKill(Path yaml, String moment, long delayMillis) throws Exception {
        Process process = start(yaml);
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.contains(moment)) {
                line = lines.readLine();
            }
            assertThat(line).as("the program said '%s'", moment).isNotNull();
            Thread.sleep(delayMillis);
            process.destroyForcibly().waitFor();
        }
    }

    private static Process start(Path yaml) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx2g"));
        command.addAll(List.of(
                Files.readString(Path.of("target", "jvm.options")).strip().split("\\s+")));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Quern.class.getName(),
                "run",
                yaml.toString(),
                "--master",
                "local[1]"));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void drain(Process process) throws IOException {
        try (BufferedReader lines = process.inputReader()) {
            while (lines.readLine() != null) {
                // Only so that the program does not wait for a reader.
            }
        }
    }

    private static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!TIMED.contains(name) && !name.contains("tfevents") && !name.startsWith(".")) {
                    hashes.put(folder.relativize(file).toString(), sha256(file));
                }
            }
        }
        return hashes;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
