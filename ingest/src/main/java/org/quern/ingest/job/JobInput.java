package org.quern.ingest.job;

import java.util.Optional;

/**
 * One {@code --input}.
 *
 * @param path a Hadoop path
 * @param manifest of the job that made the folder; empty for anything else, such as a crawl
 * @param fingerprint of its content: the manifest's, or a hash of file names, lengths and modification times
 */
public record JobInput(String path, Optional<Manifest> manifest, String fingerprint) {}
