package org.quern.tokenizer;

import java.util.List;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.quern.ingest.job.KryoClasses;

/** What this module's jobs send besides rows: the results of a job that is read row by row. */
public final class TokenizerKryoClasses implements KryoClasses {

    /** For the service loader. */
    public TokenizerKryoClasses() {}

    @Override
    public List<Class<?>> classes() {
        return List.of(ChunkedByteBuffer.class, ChunkedByteBuffer[].class);
    }
}
