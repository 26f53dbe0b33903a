/**
 * What every job shares, and nothing else: the session, records as rows, Kryo, configuration, and the manifest.
 *
 * <p>A {@link org.quern.ingest.job.Job} reads the folders that earlier jobs left and writes one folder. {@link
 * org.quern.ingest.job.JobRunner} runs it so that the folder appears whole or not at all, and leaves a {@link
 * org.quern.ingest.job.Manifest} in it. {@link org.quern.ingest.job.JobCommand} is the command line of any job.
 *
 * <p>{@code manifest.json}, one JSON object: {@code step}, {@code version}, {@code fingerprint} (SHA-256 of step, version,
 * config and the inputs' fingerprints; equal fingerprints mean equal data), {@code config}, {@code inputs} (path to
 * fingerprint), {@code counts} and {@code wallSeconds}.
 */
@NullMarked
package org.quern.ingest.job;

import org.jspecify.annotations.NullMarked;
