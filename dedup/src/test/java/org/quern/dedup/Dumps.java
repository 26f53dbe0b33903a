package org.quern.dedup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Manifest;

/** Dumps in a folder, each as {@code score} would leave it, and {@link DedupJob} run on them one by one with one index. */
record Dumps(SparkSession spark, Path folder, DedupConfig config) {
    /** With so many bands that theory misses one pair of 10^10, and links enough to compare a family in full. */
    static Dumps at(SparkSession spark, Path folder) {
        SparkSession session = spark.newSession();
        session.conf().set("spark.sql.shuffle.partitions", 2);
        return new Dumps(
                session,
                folder,
                DedupConfigTest.with(Map.of(
                        "minhash.bands", "64",
                        "minhash.rows", "4",
                        "bucketLinks", "8",
                        "index", folder.resolve("index").toString(),
                        "numFiles", "2")));
    }

    Dumps on(SparkSession session) {
        return new Dumps(session, folder, config);
    }

    void write(String name, List<Corpus.Scored> documents) throws IOException {
        Corpus.rows(spark, documents, 2)
                .write()
                .parquet(folder.resolve(name).resolve("documents").toString());
        Manifest manifest = new Manifest(
                "score", "test", "fingerprint-of-" + name, ConfigReader.toJson(Map.of()), Map.of(), Counts.empty(), 0);
        Files.writeString(
                folder.resolve(name).resolve("manifest.json"), ConfigReader.JSON.writeValueAsString(manifest));
    }

    Manifest dedup(String name, String output) throws Exception {
        return Jobs.run(spark, folder, new DedupJob(), config, name, output);
    }

    List<Row> read(String table) {
        return spark.read().parquet(folder.resolve(table).toString()).collectAsList();
    }

    /** Of the rows of a table, which may be without any. */
    Set<String> ids(String table) {
        return spark.read().schema("id string").parquet(folder.resolve(table).toString()).collectAsList().stream()
                .map(row -> row.getString(0))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
