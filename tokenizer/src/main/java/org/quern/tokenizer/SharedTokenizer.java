package org.quern.tokenizer;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** A tokenizer for Spark's tasks: its file is sent to each executor once and parsed there once. */
final class SharedTokenizer implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Map<String, Tokenizer> PARSED = new ConcurrentHashMap<>();

    private final String hash;
    private final Broadcast<byte[]> json;

    SharedTokenizer(SparkSession spark, Tokenizer tokenizer) {
        this.hash = tokenizer.hash();
        this.json = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(tokenizer.toJson());
    }

    Tokenizer get() {
        return PARSED.computeIfAbsent(hash, key -> Tokenizer.of(json.value(), key));
    }
}
