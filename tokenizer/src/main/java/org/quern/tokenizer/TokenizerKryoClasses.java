package org.quern.tokenizer;

import java.util.List;
import java.util.TreeMap;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.quern.ingest.job.KryoClasses;
import org.quern.tokenizer.shard.ShardPacking.Packed;

/** What this module's jobs send besides rows: sums, and the results of a job that is read row by row. */
public final class TokenizerKryoClasses implements KryoClasses {

    /** For the service loader. */
    public TokenizerKryoClasses() {}

    @Override
    public List<Class<?>> classes() {
        return List.of(
                ChunkedByteBuffer.class,
                ChunkedByteBuffer[].class,
                PackedSums.class,
                Packed.class,
                TextSums.class,
                TreeMap.class);
    }
}
