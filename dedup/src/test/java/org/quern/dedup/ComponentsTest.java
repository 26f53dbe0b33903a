package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.RecordCodec;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
class ComponentsTest {
    private record Edge(String a, String b) {}

    private static final RecordCodec<Edge> CODEC = RecordCodec.of(Edge.class);

    @TempDir
    private Path folder;

    @Test
    void findsTheComponentsOfARandomGraph(SparkSession spark) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            add(edges, random.nextInt(300), random.nextInt(300));
        }
        for (int i = 1000; i < 1030; i++) {
            add(edges, i, i + 1);
        }
        Map<String, String> expected = expected(edges);
        for (long maxLocalEdges : new long[] {40, Long.MAX_VALUE}) {
            assertThat(components(spark, edges, 3, maxLocalEdges))
                    .as("seed %d, in one task from %d edges on", seed, maxLocalEdges)
                    .isEqualTo(expected);
        }
    }

    @Test
    void onePartitionNeedsNoRound() {
        List<LocalStars.Edge> path = new ArrayList<>();
        for (int i = 100; i > 0; i--) {
            path.add(new LocalStars.Edge(String.format("%03d", i), String.format("%03d", i - 1)));
        }
        assertThat(LocalStars.of(path.iterator())).toIterable().hasSize(100).allMatch(edge -> edge.v()
                .equals("000"));
    }

    @Test
    void hasNothingToSayWithoutEdges(SparkSession spark) throws Exception {
        assertThat(components(spark, List.of(), 1, 20)).isEmpty();
    }

    private Map<String, String> components(SparkSession spark, List<Edge> edges, int partitions, long maxLocalEdges)
            throws Exception {
        List<Row> rows = edges.stream().distinct().map(CODEC::toRow).toList();
        Map<String, String> components = new TreeMap<>();
        try (Scratch scratch = new Scratch(spark, new org.apache.hadoop.fs.Path(folder.toString(), "scratch"))) {
            new Components(scratch, maxLocalEdges)
                    .of(spark.createDataset(rows, CODEC.encoder()).repartition(partitions))
                    .collectAsList()
                    .forEach(row -> assertThat(components.put(row.getString(0), row.getString(1)))
                            .isNull());
        }
        return components;
    }

    private static void add(List<Edge> edges, int i, int j) {
        if (i != j) {
            boolean ordered = name(i).compareTo(name(j)) < 0;
            edges.add(new Edge(name(ordered ? i : j), name(ordered ? j : i)));
        }
    }

    /** Ids whose order is not the order of the numbers, so that a path is not sorted. */
    private static String name(int i) {
        return String.format("%08x", Integer.reverse(i * 0x9E3779B1) ^ i);
    }

    private static Map<String, String> expected(List<Edge> edges) {
        Map<String, String> label = new TreeMap<>();
        edges.forEach(edge -> {
            label.put(edge.a, edge.a);
            label.put(edge.b, edge.b);
        });
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Edge edge : edges) {
                String smallest =
                        label.get(edge.a).compareTo(label.get(edge.b)) < 0 ? label.get(edge.a) : label.get(edge.b);
                changed |= !smallest.equals(label.put(edge.a, smallest));
                changed |= !smallest.equals(label.put(edge.b, smallest));
            }
        }
        return label;
    }
}
