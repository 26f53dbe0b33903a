package org.quern.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.pmod;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.MapFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.output.MapFileOutputFormat;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import org.quern.ingest.job.ParquetTable;
import org.quern.ingest.job.RecordCodec;
import scala.Tuple2;

/**
 * Shingle sets or signatures by document, kept so that some can be had without reading all: {@code part-r-NNNNN}, each a Hadoop
 * {@link MapFile} from id to {@link ShingleSet#bytes()} or {@link Signature#bytes()}. A document's file is Spark's hash of its id, modulo the number of files.
 *
 * @param folder that they are in
 * @param numFiles how many they are
 */
record ShingleFiles(String folder, int numFiles) implements Serializable {
    private static final int IDS_PER_INDEX_ENTRY = 8;

    /**
     * Writes the sets.
     *
     * @param documents with {@code id} and {@code text}
     */
    void write(Dataset<Row> documents, MinHashConfig config) {
        Configuration hadoop =
                new Configuration(documents.sparkSession().sparkContext().hadoopConfiguration());
        hadoop.setInt("io.map.index.interval", IDS_PER_INDEX_ENTRY);
        Dataset<Row> arranged = ParquetTable.arranged(documents.select("id", "text"), numFiles, "id");
        Similarity.shingleSets(arranged, config)
                .javaRDD()
                .mapToPair(row -> new Tuple2<>(new Text(row.getString(0)), new BytesWritable(row.<byte[]>getAs(1))))
                .saveAsNewAPIHadoopFile(folder, Text.class, BytesWritable.class, MapFileOutputFormat.class, hadoop);
    }

    /**
     * Reads some sets, in as many tasks as there are shuffle partitions.
     *
     * @param wanted {@code id} and {@code dump}, each once
     * @param places where each dump's sets are, by its number
     * @return {@code id} and {@code shingles}
     */
    static Dataset<Row> read(Dataset<Row> wanted, Map<Integer, ShingleFiles> places) {
        RecordCodec<Similarity.Shingled> codec = RecordCodec.of(Similarity.Shingled.class);
        SerializableConfiguration hadoop = new SerializableConfiguration(
                wanted.sparkSession().sparkContext().hadoopConfiguration());
        Column numFiles = element_at(
                map(places.entrySet().stream()
                        .flatMap(dump -> Stream.of(lit(dump.getKey()), lit(dump.getValue().numFiles)))
                        .toArray(Column[]::new)),
                col("dump"));
        int tasks = Integer.parseInt(wanted.sparkSession().conf().get("spark.sql.shuffle.partitions"));
        return wanted.select(
                        col("id"), col("dump"), pmod(hash(col("id")), numFiles).as("file"))
                .repartition(tasks, col("dump"), col("file"))
                .sortWithinPartitions("dump", "file", "id")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> read(rows, places, hadoop.value(), codec),
                        codec.encoder());
    }

    private static Iterator<Row> read(
            Iterator<Row> rows,
            Map<Integer, ShingleFiles> places,
            Configuration hadoop,
            RecordCodec<Similarity.Shingled> codec) {
        Lookup lookup = new Lookup(hadoop);
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> lookup.close());
        return new MappedIterator<>(rows, row -> {
            String folder = Objects.requireNonNull(places.get(row.getInt(1))).folder;
            String file = "%s/part-r-%05d".formatted(folder, row.getInt(2));
            return codec.toRow(new Similarity.Shingled(row.getString(0), lookup.shingles(file, row.getString(0))));
        });
    }

    /** Reads from one file after another. */
    private static final class Lookup implements AutoCloseable {
        private final Configuration hadoop;
        private MapFile.@Nullable Reader reader;
        private String opened = "";

        private Lookup(Configuration hadoop) {
            this.hadoop = hadoop;
        }

        byte[] shingles(String file, String id) {
            try {
                BytesWritable value = new BytesWritable();
                if (open(file).get(new Text(id), value) == null) {
                    throw new IllegalStateException("%s has no document %s; please report this".formatted(file, id));
                }
                return value.copyBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private MapFile.Reader open(String file) throws IOException {
            if (reader == null || !file.equals(opened)) {
                close();
                reader = new MapFile.Reader(new Path(file), hadoop);
                opened = file;
            }
            return reader;
        }

        @Override
        public void close() {
            try {
                if (reader != null) {
                    reader.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
