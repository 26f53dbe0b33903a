package org.quern.ingest.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The record of how a folder came to be, in its {@code manifest.json}.
 *
 * @param step the job's name
 * @param version Quern's
 * @param fingerprint SHA-256, hex, of step, version, config and the inputs' fingerprints: equal means equal data
 * @param config the whole effective configuration
 * @param inputs path to fingerprint
 * @param wallSeconds how long the job took; not part of the fingerprint
 */
public record Manifest(
        String step,
        String version,
        String fingerprint,
        JsonNode config,
        Map<String, String> inputs,
        Counts counts,
        double wallSeconds) {
    static final String FILE_NAME = "manifest.json";

    /**
     * The manifest in a folder; empty where there is none.
     *
     * @throws InputException if it is there but cannot be read
     */
    public static Optional<Manifest> read(FileSystem files, Path folder) throws IOException {
        Path file = new Path(folder, FILE_NAME);
        if (!files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = files.open(file)) {
            return Optional.of(ConfigReader.JSON.readValue(in, Manifest.class));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new InputException(
                    file + " is damaged (" + e.getOriginalMessage() + "); remove " + folder + " and run the step again",
                    e);
        }
    }

    void write(FileSystem files, Path folder) throws IOException {
        Path whole = new Path(folder, FILE_NAME);
        Path partial = new Path(folder, "." + FILE_NAME);
        try (OutputStream out = files.create(partial, true)) {
            ConfigReader.JSON.writerWithDefaultPrettyPrinter().writeValue(out, this);
        }
        if (!files.rename(partial, whole)) {
            throw new IOException("cannot rename " + partial + " to " + whole);
        }
    }
}
