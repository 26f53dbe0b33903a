package org.quern.dedup;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.RecordCodec;
import org.quern.ingest.job.Sessions;

/** Quality of near deduplication on {@link EditedCopies}: how many pairs become candidates, and how good the clusters are. */
public final class DedupBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DedupConfig CONFIG = DedupConfig.defaults();
    private static final int BUCKETS = 10;
    private static final int PAIRS_PER_BUCKET = 10_000;
    private static final int FAMILIES = 2_000;
    private static final int COPIES = 5;
    private static final int MIN_ORIGINALS = 100;

    private DedupBench() {}

    private record Text(String id, String url, double quality, String text) {}

    /**
     * Edits, compares each copy's bands with its original's until every twentieth of similarity from .5 on has 10,000 pairs, then
     * deduplicates 2,000 originals with five copies each.
     *
     * @param file JSONL with {@code {"text": ...}}
     * @param labelled where to write the second set, {@code {"text": ..., "cluster": ...}}, for others to be measured on
     * @return {@code candidates_S} of pairs of similarity S to S + .05, {@code theory_S} for these pairs by {@link Lsh}, both in percent;
     *     {@code max_deviation_points}; of the clusters {@code precision}, {@code recall}, {@code f1} and {@code ari}
     */
    public static Map<String, Number> run(Path file, Optional<Path> labelled) throws IOException {
        EditedCopies copies = EditedCopies.of(JsonlTexts.read(file).texts(), 1);
        if (copies.originals().size() < MIN_ORIGINALS) {
            throw new InputException("%s has %d documents of 100 words to edit; at least %d are needed"
                    .formatted(file, copies.originals().size(), MIN_ORIGINALS));
        }
        Map<String, Number> figures = new LinkedHashMap<>();
        curve(copies, figures);
        Labelled set = Labelled.of(copies);
        if (labelled.isPresent()) {
            set.write(labelled.get());
        }
        ClusterScores scores = ClusterScores.of(set.clusters, found(set));
        figures.put("docs", set.texts.size());
        figures.put("precision", scores.precision());
        figures.put("recall", scores.recall());
        figures.put("f1", scores.f1());
        figures.put("ari", scores.ari());
        return figures;
    }

    private static void curve(EditedCopies copies, Map<String, Number> figures) {
        MinHashConfig config = CONFIG.minhash();
        Sketcher sketcher = new Sketcher(config);
        Lsh lsh = new Lsh(config.bands(), config.rows());
        int[] pairs = new int[BUCKETS];
        int[] candidates = new int[BUCKETS];
        double[] theory = new double[BUCKETS];
        for (int i = 0, full = 0; full < BUCKETS; i++) {
            List<String> original =
                    copies.originals().get(i % copies.originals().size());
            List<String> copy = copies.copy(original);
            double similarity = EditedCopies.jaccard(original, copy);
            int bucket = Math.min((int) ((similarity - 0.5) * 2 * BUCKETS), BUCKETS - 1);
            if (similarity >= 0.5 && pairs[bucket] < PAIRS_PER_BUCKET) {
                full += ++pairs[bucket] == PAIRS_PER_BUCKET ? 1 : 0;
                theory[bucket] += lsh.candidateProbability(similarity);
                candidates[bucket] += shareBand(bands(sketcher, original), bands(sketcher, copy)) ? 1 : 0;
            }
        }
        double worst = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            double observed = 100.0 * candidates[bucket] / PAIRS_PER_BUCKET;
            double expected = 100.0 * theory[bucket] / PAIRS_PER_BUCKET;
            worst = Math.max(worst, Math.abs(observed - expected));
            int from = 50 + 50 * bucket / BUCKETS;
            figures.put("candidates_0." + from, observed);
            figures.put("theory_0." + from, expected);
        }
        figures.put("max_deviation_points", worst);
    }

    private static long[] bands(Sketcher sketcher, List<String> words) {
        return sketcher.bands(String.join(" ", words));
    }

    private static boolean shareBand(long[] a, long[] b) {
        for (int band = 0; band < a.length; band++) {
            if (a[band] == b[band]) {
                return true;
            }
        }
        return false;
    }

    /** For each document the one that stays of its cluster. */
    private static List<String> found(Labelled set) throws IOException {
        Path folder = Files.createTempDirectory("quern-bench");
        try (SparkSession spark = Sessions.open("bench dedup", Optional.empty());
                Scratch scratch = new Scratch(spark, new org.apache.hadoop.fs.Path(folder.toUri()))) {
            RecordCodec<Text> codec = RecordCodec.of(Text.class);
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < set.texts.size(); i++) {
                rows.add(codec.toRow(new Text(Integer.toString(i), "", 0, set.texts.get(i))));
            }
            Dataset<Row> documents = scratch.save("documents", spark.createDataset(rows, codec.encoder()));
            Dataset<Row> sketches =
                    scratch.save("sketches", Duplicates.sketches(documents, CONFIG.keepOrder(), CONFIG.minhash()));
            Map<String, String> kept = new HashMap<>();
            Duplicates.find(
                            Repeats.of(documents, CONFIG.keepOrder()),
                            sketches,
                            EarlierDumps.none(sketches),
                            scratch,
                            CONFIG)
                    .table()
                    .select("id", "kept")
                    .collectAsList()
                    .forEach(row -> kept.put(row.getString(0), row.getString(1)));
            return rows.stream()
                    .map(row -> kept.getOrDefault(row.getString(0), row.getString(0)))
                    .toList();
        }
    }

    /** Texts and the cluster of each by brute force: within a family, what a chain of similar enough pairs connects. */
    private record Labelled(List<String> texts, List<Integer> clusters) {
        static Labelled of(EditedCopies copies) {
            Labelled set = new Labelled(new ArrayList<>(), new ArrayList<>());
            copies.originals().stream().limit(FAMILIES).forEach(original -> {
                List<List<String>> family = new ArrayList<>(List.of(original));
                for (int i = 0; i < COPIES; i++) {
                    family.add(copies.copy(original));
                }
                set.add(family);
            });
            return set;
        }

        private void add(List<List<String>> family) {
            int first = texts.size();
            for (int i = 0; i < family.size(); i++) {
                texts.add(String.join(" ", family.get(i)));
                clusters.add(first + i);
                for (int j = 0; j < i; j++) {
                    if (EditedCopies.jaccard(family.get(i), family.get(j)) >= CONFIG.minSimilarity()) {
                        Collections.replaceAll(
                                clusters.subList(first, first + i + 1),
                                clusters.get(first + i),
                                clusters.get(first + j));
                    }
                }
            }
        }

        void write(Path file) throws IOException {
            try (BufferedWriter lines = Files.newBufferedWriter(file)) {
                for (int i = 0; i < texts.size(); i++) {
                    lines.write(JSON.writeValueAsString(Map.of("text", texts.get(i), "cluster", clusters.get(i))));
                    lines.newLine();
                }
            }
        }
    }
}
