package org.quern.pretrain.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.quern.pretrain.model.TokenBatch;
import org.quern.tokenizer.shard.PackedSequence;
import org.quern.tokenizer.shard.ShardReader;

/** One stage's rows, cut into the micro-batches of its steps. */
public final class StageData implements Closeable {
    private final ShardReader reader;
    private final RowOrder order;

    /** Opens a stage's folder of shards. */
    public StageData(Path folder, Configuration hadoop, long seed) throws IOException {
        reader = ShardReader.open(folder, hadoop);
        order = new RowOrder(reader.numSequences(), seed);
    }

    /** Tokens in a row. */
    public int contextLength() {
        return reader.contextLength();
    }

    /** Tokens in all rows, without padding. */
    public long numTokens() {
        return reader.numTokens();
    }

    /** Rows. */
    public long numRows() {
        return reader.numSequences();
    }

    /** The micro-batches of a step, in order: of all ranks, so that each knows how many targets the step has. */
    public List<TokenBatch> step(long step, int microbatches, int rowsPerMicrobatch) {
        List<TokenBatch> batches = new ArrayList<>();
        long position = step * microbatches * rowsPerMicrobatch;
        for (int m = 0; m < microbatches; m++) {
            List<PackedSequence> rows = new ArrayList<>();
            for (int i = 0; i < rowsPerMicrobatch; i++) {
                rows.add(reader.sequence(order.row(position++)));
            }
            batches.add(TokenBatch.of(rows));
        }
        return batches;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
