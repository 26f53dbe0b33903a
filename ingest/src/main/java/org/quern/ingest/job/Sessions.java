package org.quern.ingest.job;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens Spark the way every job needs it. What the user set, by spark-submit or as a system property, stays. */
public final class Sessions {
    private Sessions() {}

    /**
     * Opens the session.
     *
     * @param master Spark's; where empty, spark-submit's, else {@code local[*]}
     */
    public static SparkSession open(String appName, Optional<String> master) {
        SparkConf conf = new SparkConf();
        master.ifPresent(conf::setMaster);
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.app.name", appName);
        requireKryo(conf);
        conf.setIfMissing("spark.sql.session.timeZone", "UTC");
        conf.setIfMissing("spark.sql.parquet.compression.codec", "zstd");
        // A folder is whole when its manifest is there; Spark's own mark would say the same twice.
        conf.setIfMissing("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        // libtorch's waiting threads, as the launcher has them: awake for a moment, as a decoding step is hundreds of
        // short operators, then asleep, as spinning takes cores from Spark.
        conf.setIfMissing("spark.executorEnv.OMP_WAIT_POLICY", "passive");
        conf.setIfMissing("spark.executorEnv.GOMP_SPINCOUNT", "20000");
        if (conf.get("spark.master").startsWith("local")) {
            // One machine: the default 200 shuffle partitions cost more to schedule than they save.
            conf.setIfMissing("spark.sql.shuffle.partitions", "16");
            conf.setIfMissing("spark.ui.enabled", "false");
            // How often the progress hears of running tasks; on a cluster the default of 10 s is kinder to the driver.
            conf.setIfMissing("spark.executor.heartbeatInterval", "2s");
            conf.setIfMissing("spark.driver.host", "localhost");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        return SparkSession.builder().config(conf).getOrCreate();
    }

    private static void requireKryo(SparkConf conf) {
        conf.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        conf.set("spark.kryo.registrationRequired", "true");
        conf.set("spark.kryo.registrator", KryoRegistrations.class.getName());
    }
}
