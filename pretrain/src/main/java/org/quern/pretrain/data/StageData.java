package org.quern.pretrain.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.quern.pretrain.model.TokenBatch;
import org.quern.tokenizer.shard.DocumentSpan;
import org.quern.tokenizer.shard.EpochLedger;
import org.quern.tokenizer.shard.EpochOrder;
import org.quern.tokenizer.shard.EpochReader;
import org.quern.tokenizer.shard.PackedSequence;
import org.quern.tokenizer.shard.ShardReader;

/** One stage's rows, cut into the micro-batches of its steps. */
public final class StageData implements Closeable {
    private final ShardReader reader;
    private final EpochOrder order;
    private final EpochReader rows;
    private final List<String> domains;

    /**
     * Opens a stage's folder of shards.
     *
     * @param domains by their numbers in batches
     * @param tokenizer SHA-256 of the tokenizer.json that made them, hex
     * @param seed of the order of rows
     * @param ledger of the rows read by the steps before
     * @throws org.quern.ingest.job.InputException if the shards are damaged or another tokenizer's
     */
    public StageData(
            Path folder, Configuration hadoop, List<String> domains, String tokenizer, long seed, EpochLedger ledger)
            throws IOException {
        this.domains = List.copyOf(domains);
        reader = ShardReader.open(folder, hadoop).requireTokenizer(tokenizer);
        order = new EpochOrder(reader.numSequences(), seed);
        rows = new EpochReader(reader, seed, 0, 1, ledger);
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

    /**
     * The micro-batches of a step, in order: of all ranks, so that each knows how many targets the step has.
     *
     * @param firstRow how many rows the steps before have together
     * @throws IllegalStateException if an epoch ends with it and had not each row once
     */
    public List<TokenBatch> step(long firstRow, int microbatches, int rowsPerMicrobatch) {
        rows.seek(0, firstRow);
        long epoch = rows.epoch();
        List<TokenBatch> batches = new ArrayList<>();
        for (int m = 0; m < microbatches; m++) {
            List<PackedSequence> batch = new ArrayList<>();
            List<int[]> numbers = new ArrayList<>();
            for (int i = 0; i < rowsPerMicrobatch; i++) {
                numbers.add(domains(firstRow + (long) m * rowsPerMicrobatch + i));
                batch.add(rows.next());
            }
            batches.add(TokenBatch.of(batch, numbers));
        }
        if (rows.epoch() != epoch) {
            requireEachRowOnce();
        }
        return batches;
    }

    /** Domains by their numbers in batches. */
    public List<String> domains() {
        return domains;
    }

    private int[] domains(long position) {
        return reader.domains(order.row(position)).stream()
                .mapToInt(domains::indexOf)
                .toArray();
    }

    /** The documents that rows of some steps come from, each once, as {@link #step} reads them. */
    public List<DocumentSpan> documents(long firstRow, long numRows) {
        Map<String, DocumentSpan> documents = new LinkedHashMap<>();
        for (long position = firstRow; position < firstRow + numRows; position++) {
            for (DocumentSpan span : reader.documents(order.row(position))) {
                documents.putIfAbsent(span.documentId(), span);
            }
        }
        return List.copyOf(documents.values());
    }

    /** The rows that all steps so far have read, those before a restart included. */
    public EpochLedger ledger() {
        return rows.ledger();
    }

    /**
     * Proves that the steps read each row once an epoch.
     *
     * @throws IllegalStateException if they did not
     */
    public void requireEachRowOnce() {
        rows.requireEachRowOnce(rows.ledger());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
