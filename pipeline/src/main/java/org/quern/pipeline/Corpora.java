package org.quern.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sample corpora of {@code corpora.yaml}: artifacts that Maven itself fetches, so that the user's settings, mirrors and
 * proxies apply. Each is checked against its SHA-256 and kept in a cache folder.
 *
 * @param corpora in the order of the file
 */
record Corpora(List<Corpus> corpora) {
    private static final Logger LOG = LoggerFactory.getLogger(Corpora.class);
    private static final String FILE_NAME = "corpora.yaml";
    private static final String COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies";

    /**
     * One artifact.
     *
     * @param artifact {@code group:name:version}, and {@code :classifier} where it has one
     * @param licence SPDX identifier
     * @param domain what it is mostly about
     * @param sha256 of the file, hex
     */
    record Corpus(String artifact, String licence, String domain, String sha256) {
        private String[] parts() {
            return artifact.split(":", -1);
        }

        String fileName() {
            String[] parts = parts();
            return parts[1] + "-" + parts[2] + (parts.length > 3 ? "-" + parts[3] : "") + ".jar";
        }

        private String dependency() {
            String[] parts = parts();
            String classifier = parts.length > 3 ? "<classifier>" + parts[3] + "</classifier>" : "";
            return String.format(
                    "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>%s</dependency>",
                    parts[0], parts[1], parts[2], classifier);
        }
    }

    static Corpora read() throws IOException {
        try (InputStream in = Corpora.class.getResourceAsStream(FILE_NAME)) {
            var tree = ConfigReader.yaml(Objects.requireNonNull(in, FILE_NAME), FILE_NAME);
            return ConfigReader.read(new Corpora(List.of()), tree, Map.of(), FILE_NAME);
        }
    }

    /** {@code $QUERN_CACHE}, else {@code ~/.cache/quern}. */
    static Path cache() {
        return Optional.ofNullable(System.getenv("QUERN_CACHE"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "quern"))
                .resolve("corpora");
    }

    /**
     * The files of all corpora, fetched where the cache lacks them.
     *
     * @throws InputException if Maven cannot fetch one, or one is not what it should be
     */
    List<Path> fetch(Path cache) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        List<Corpus> missing = corpora.stream()
                .filter(corpus -> !Files.exists(cache.resolve(corpus.fileName())))
                .toList();
        if (!missing.isEmpty()) {
            LOG.info("fetching {} sample corpora into {}", missing.size(), cache);
            Path staging = Files.createTempDirectory(cache, ".fetch");
            try {
                copyWithMaven(missing, staging);
                for (Corpus corpus : missing) {
                    verify(corpus, staging.resolve(corpus.fileName()));
                    Files.move(
                            staging.resolve(corpus.fileName()),
                            cache.resolve(corpus.fileName()),
                            StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                deleteTree(staging);
            }
        }
        List<Path> files = new ArrayList<>();
        for (Corpus corpus : corpora) {
            files.add(cache.resolve(corpus.fileName()));
        }
        return files;
    }

    private static void copyWithMaven(List<Corpus> missing, Path staging) throws IOException, InterruptedException {
        StringBuilder pom = new StringBuilder("<project><modelVersion>4.0.0</modelVersion><groupId>org.quern</groupId>"
                + "<artifactId>corpora</artifactId><version>1</version><dependencies>");
        missing.forEach(corpus -> pom.append(corpus.dependency()));
        Path file = staging.resolve("pom.xml");
        Files.writeString(file, pom.append("</dependencies></project>"));
        Process maven = new ProcessBuilder(
                        "mvn",
                        "-B",
                        "-q",
                        "--strict-checksums",
                        "-f",
                        file.toString(),
                        COPY_GOAL,
                        "-DexcludeTransitive=true",
                        "-DoutputDirectory=" + staging)
                .redirectErrorStream(true)
                .start();
        List<String> output;
        try (var lines = maven.inputReader()) {
            output = lines.lines().toList();
        }
        if (maven.waitFor() != 0) {
            String why = output.stream()
                    .filter(line -> line.contains("ERROR"))
                    .findFirst()
                    .orElse("no reason given");
            throw new InputException("the sample corpora could not be fetched; check the network and Maven's settings"
                    + " (mirror, proxy), or use your own input with './quern run'. Maven says: " + why.strip());
        }
    }

    private static void verify(Corpus corpus, Path file) throws IOException {
        String found = sha256(file);
        if (!found.equals(corpus.sha256())) {
            throw new InputException(String.format(
                    "%s has SHA-256 %s, expected %s; remove it from the local Maven repository and try again",
                    corpus.artifact(), found, corpus.sha256()));
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
