package org.quern.dedup;

import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.RecordCodec;

/** The documents of a corpus numbered from 0 in the {@link KeepOrder}: of two, the one with the lower rank keeps what both have. */
final class Ranks {
    private Ranks() {}

    private record Ranked(String id, long rank) {}

    /**
     * Numbers the documents.
     *
     * @param sketches of them
     * @param order which keeps what
     * @return {@code id} and {@code rank}
     * @throws IllegalArgumentException if they are more than 2^32
     */
    static Dataset<Row> of(Dataset<Row> sketches, KeepOrder order) {
        RecordCodec<Ranked> codec = RecordCodec.of(Ranked.class);
        JavaPairRDD<Row, Long> ranked =
                sketches.orderBy(order.key()).select("id").javaRDD().zipWithIndex();
        return sketches.sparkSession()
                .createDataFrame(
                        ranked.map(row -> codec.toRow(new Ranked(row._1().getString(0), checked(row._2())))),
                        codec.schema());
    }

    private static long checked(long rank) {
        if (rank >= Place.MAX_DOCUMENTS) {
            throw new IllegalArgumentException("text that documents share is looked for among at most "
                    + Place.MAX_DOCUMENTS + " documents, and there are more; deduplicate them in parts");
        }
        return rank;
    }
}
