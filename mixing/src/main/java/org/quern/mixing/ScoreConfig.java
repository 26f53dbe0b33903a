package org.quern.mixing;

import java.util.List;

/**
 * Configuration of {@link ScoreJob}.
 *
 * @param refinedDomains domains of ingest that are made finer by features of the text; others stay as they are
 * @param numFiles of the table
 */
public record ScoreConfig(List<String> refinedDomains, int numFiles) {
    /** Validates and copies. */
    public ScoreConfig {
        refinedDomains = List.copyOf(refinedDomains);
        if (numFiles < 1) {
            throw new IllegalArgumentException("numFiles must be at least 1, got " + numFiles);
        }
    }

    /** Only {@code web}, which anything can hide in. */
    public static ScoreConfig defaults() {
        return new ScoreConfig(List.of("web"), 4);
    }
}
