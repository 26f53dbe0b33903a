package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.ClusterProgram;
import org.quern.ingest.job.Sessions;
import org.quern.ingest.job.SparkExtension;

/** Kills an executor of two in each stage of one job: the job ends by itself, with the bytes of an undisturbed one. */
@Tag("benchmark")
@ExtendWith(SparkExtension.class)
class KilledDedupTest {
    private static final List<String> STAGES = List.of(
            ".scratch/sketches",
            ".scratch/earlier",
            ".scratch/copies",
            ".scratch/fresh",
            ".scratch/urls",
            ".scratch/exact",
            ".scratch/candidates",
            ".scratch/shingles",
            ".scratch/verified",
            ".scratch/stars",
            ".scratch/clusters",
            ".scratch/near",
            ".scratch/duplicates",
            ".scratch/pages",
            ".scratch/page-ranks",
            ".scratch/page-texts",
            ".scratch/frequent",
            ".scratch/pages-cut",
            "lines",
            ".scratch/ranks",
            ".scratch/ranked",
            ".scratch/anchors",
            ".scratch/runs",
            ".scratch/cut",
            "substrings",
            "documents",
            "duplicates",
            "../killed-index/.00001-second.partial/documents",
            "../killed-index/.00001-second.partial/shingles");

    @TempDir
    private Path folder;

    /** Arguments: the documents, the output. */
    public static void main(String[] arguments) throws Exception {
        ClusterProgram.configure();
        // Standalone Spark gives an application up after ten lost executors.
        System.setProperty("spark.deploy.maxExecutorRetries", "-1");
        try (SparkSession spark = Sessions.open("two executors", Optional.of("local-cluster[2,1,1024]"))) {
            dedup(spark, "second", arguments[0], arguments[1]);
        }
    }

    /** With an index beside the output. */
    private static void dedup(SparkSession spark, String dump, String documents, String output) throws Exception {
        DedupConfig cutting = DedupConfigTest.with(Map.of(
                "lines", "{cut: true, minDocuments: 3, minShare: 0.01, minWords: 1, minTokensLeft: 120}",
                "substrings", "{cut: true, minTokens: 5, minTokensLeft: 120}",
                "index", output + "-index",
                "numFiles", "2"));
        IndexedDump indexed = DumpIndex.at(cutting.index(), spark.sparkContext().hadoopConfiguration())
                .dump(dump, dump, cutting);
        DedupJob.write(
                spark.read().parquet(documents), new org.apache.hadoop.fs.Path(output), cutting, Optional.of(indexed));
    }

    @Test
    void whoeverDiesWheneverTheBytesAreTheSame(SparkSession spark) throws Exception {
        List<Corpus.Scored> corpus = Corpus.families(60, 11);
        String first = folder.resolve("first").toString();
        String documents = folder.resolve("second").toString();
        Corpus.rows(spark, corpus.subList(0, corpus.size() / 3), 4).write().parquet(first);
        Corpus.rows(spark, corpus.subList(corpus.size() / 4, corpus.size()), 4)
                .write()
                .parquet(documents);
        Path killed = folder.resolve("killed");
        Path straight = folder.resolve("straight");
        for (Path output : List.of(killed, straight)) {
            dedup(spark, "first", first, output.toString());
            FileUtil.fullyDelete(output.toFile());
        }
        try (ClusterProgram cluster =
                ClusterProgram.start(KilledDedupTest.class, folder.resolve("cluster"), documents, killed.toString())) {
            for (String stage : STAGES) {
                waitFor(killed.resolve(stage).normalize(), cluster);
                cluster.executors().stream().findFirst().ifPresent(ProcessHandle::destroyForcibly);
            }
            cluster.requireSuccess();
            assertThat(cluster.log()).contains("Lost executor");
        }
        dedup(spark, "second", documents, straight.toString());
        assertThat(DedupJobTest.bytes(killed)).isNotEmpty().isEqualTo(DedupJobTest.bytes(straight));
        assertThat(DedupJobTest.bytes(folder.resolve("killed-index")))
                .hasSizeGreaterThan(2)
                .isEqualTo(DedupJobTest.bytes(folder.resolve("straight-index")));
    }

    private static void waitFor(Path stage, ClusterProgram cluster) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!Files.exists(stage)) {
            assertThat(cluster.isRunning() && System.nanoTime() < deadline)
                    .as(() -> stage + " never came\n" + cluster.log())
                    .isTrue();
            Thread.sleep(5);
        }
    }
}
