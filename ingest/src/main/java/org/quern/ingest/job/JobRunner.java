package org.quern.ingest.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs so that an output appears whole or not at all, and is not made twice.
 *
 * <p>The job writes into {@code .NAME.partial} beside the output; the manifest is its last file; then it is renamed. A
 * kill at any moment leaves the old output, none, or the new one whole.
 */
public final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final String BEGUN = "begun.fingerprint";

    private final SparkSession spark;
    private final Configuration hadoop;

    /** A runner on a session from {@link Sessions}. */
    public JobRunner(SparkSession spark) {
        this.spark = spark;
        this.hadoop = spark.sparkContext().hadoopConfiguration();
    }

    /** What to do with an output folder that another config or other inputs made. */
    public enum Existing {
        /** Refuse: the user must say so. */
        KEEP,
        /** Make it anew. */
        REPLACE
    }

    /**
     * Runs a job, or finds that its output is there already.
     *
     * @param inputs Hadoop paths; each must exist
     * @return the output's manifest
     * @throws InputException if an input is missing, or the output belongs to something else
     */
    public <C extends Record> Manifest run(Job<C> job, C config, List<String> inputs, String output, Existing existing)
            throws Exception {
        List<JobInput> read = new ArrayList<>();
        for (String input : inputs) {
            read.add(describe(input));
        }
        Path target = new Path(output);
        FileSystem files = target.getFileSystem(hadoop);
        Path partial = new Path(files.makeQualified(target).getParent(), "." + target.getName() + ".partial");
        JobContext context = new JobContext(spark, read, partial);
        try (OutputLock lock = OutputLock.take(files, target);
                OutputLock added = lock(job.addsTo(config))) {
            String fingerprint =
                    Fingerprint.of(job.name(), ConfigReader.toJson(config), fingerprints(job, config, context));
            finishRename(files, partial, target, fingerprint);
            Optional<Manifest> made = Manifest.read(files, target);
            if (made.isPresent() && made.get().fingerprint().equals(fingerprint)) {
                LOG.info("{}: up to date ({})", job.name(), output);
                return made.get();
            }
            requireReplaceable(files, target, made, existing, job.name());
            prepare(job, files, partial, fingerprint);
            Manifest manifest = work(job, config, context, fingerprint);
            files.delete(new Path(partial, BEGUN), false);
            manifest.write(files, partial);
            files.delete(target, true);
            rename(files, partial, target);
            return manifest;
        }
    }

    private <C extends Record> Manifest work(Job<C> job, C config, JobContext context, String fingerprint)
            throws Exception {
        LOG.info("{}: started", job.name());
        long start = System.nanoTime();
        Counts counts;
        try (Progress progress = Progress.start(spark.sparkContext(), job.name())) {
            counts = job.run(context, config);
        }
        counts.requireBalance(job.name());
        double seconds = (System.nanoTime() - start) / 1e9;
        LOG.info("{}: done in {} s {}", job.name(), String.format("%.1f", seconds), headline(counts));
        Map<String, String> fingerprints = new LinkedHashMap<>();
        context.inputs().forEach(input -> fingerprints.put(input.path(), input.fingerprint()));
        return new Manifest(
                job.name(), Version.CURRENT, fingerprint, ConfigReader.toJson(config), fingerprints, counts, seconds);
    }

    /** The counts a person wants to see pass by; the manifest has the details. */
    private static String headline(Counts counts) {
        Map<String, Long> shown = new LinkedHashMap<>(counts.asMap());
        shown.keySet().removeIf(name -> name.contains("."));
        return shown.toString();
    }

    private OutputLock lock(Optional<String> folder) throws IOException {
        if (folder.isEmpty()) {
            return OutputLock.NONE;
        }
        Path path = new Path(folder.get());
        return OutputLock.take(path.getFileSystem(hadoop), path);
    }

    /** Of the inputs, of the files that the configuration names, and of what else the job depends on. */
    private <C extends Record> List<String> fingerprints(Job<C> job, C config, JobContext context) throws IOException {
        List<String> fingerprints = new ArrayList<>(
                context.inputs().stream().map(JobInput::fingerprint).toList());
        for (String file : job.files(config)) {
            Path path = new Path(file);
            FileSystem files = path.getFileSystem(hadoop);
            if (!files.exists(path)) {
                throw new InputException(
                        String.format("%s: the configuration names %s, which does not exist", job.name(), file));
            }
            fingerprints.add(Fingerprint.ofFiles(files, path));
        }
        fingerprints.addAll(job.dependencies(context, config));
        return fingerprints;
    }

    private JobInput describe(String input) throws IOException {
        Path path = new Path(input);
        FileSystem files = path.getFileSystem(hadoop);
        if (!files.exists(path)) {
            throw new InputException(String.format("--input %s does not exist", input));
        }
        Optional<Manifest> manifest = Manifest.read(files, path);
        String fingerprint = manifest.isPresent() ? manifest.get().fingerprint() : Fingerprint.ofFiles(files, path);
        return new JobInput(input, manifest, fingerprint);
    }

    /** A run that was killed between its manifest and its rename has done all its work. */
    private static void finishRename(FileSystem files, Path partial, Path target, String fingerprint)
            throws IOException {
        Optional<Manifest> left = files.exists(partial) ? Manifest.read(files, partial) : Optional.empty();
        if (left.isPresent() && left.get().fingerprint().equals(fingerprint)) {
            files.delete(target, true);
            rename(files, partial, target);
        }
    }

    private static void requireReplaceable(
            FileSystem files, Path target, Optional<Manifest> made, Existing existing, String step) throws IOException {
        if (!files.exists(target)) {
            return;
        }
        if (made.isEmpty() && (files.getFileStatus(target).isFile() || files.listStatus(target).length > 0)) {
            throw new InputException(String.format(
                    "output %s exists and Quern did not make it (no manifest.json); choose another --output", target));
        }
        if (made.isPresent() && existing == Existing.KEEP) {
            throw new InputException(String.format(
                    "output %s holds a result of '%s' with another config or other inputs; "
                            + "add --overwrite to make it anew with '%s', or choose another --output",
                    target, made.get().step(), step));
        }
    }

    private static void prepare(Job<?> job, FileSystem files, Path partial, String fingerprint) throws IOException {
        Path begun = new Path(partial, BEGUN);
        if (files.exists(begun) && job.resumable()) {
            try (var in = files.open(begun)) {
                if (new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).equals(fingerprint)) {
                    LOG.info("{}: goes on where an earlier run stopped", job.name());
                    return;
                }
            }
        }
        files.delete(partial, true);
        files.mkdirs(partial);
        try (var out = files.create(begun)) {
            out.write(fingerprint.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static void rename(FileSystem files, Path from, Path to) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }
}
