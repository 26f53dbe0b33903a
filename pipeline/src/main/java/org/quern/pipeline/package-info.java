/**
 * The command line: every job as a command, whole runs from one YAML file, the quickstart, and the benchmarks.
 *
 * <p>{@link org.quern.pipeline.Quern} is the program. {@code Steps} wires the jobs in the way of the data; {@code RunCommand}
 * runs them from a file like this, where each job's section has the keys that its {@code --help} lists:
 *
 * <pre>{@code
 * output: runs/mine
 * inputs: [/data/crawl/*.warc.gz, /data/books]
 * ingest: {rules: fineweb}
 * pretrain: {hiddenSize: 512}
 * }</pre>
 */
@NullMarked
package org.quern.pipeline;

import org.jspecify.annotations.NullMarked;
