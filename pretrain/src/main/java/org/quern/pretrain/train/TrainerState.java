package org.quern.pretrain.train;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.quern.tokenizer.shard.EpochLedger;

/**
 * Where a training stands, apart from its numbers.
 *
 * @param stage index of the stage
 * @param step steps done in it
 * @param updates updates that the optimizer has done
 * @param skipped steps skipped so far
 * @param skippedInARow those just before this
 * @param tokens positions trained on so far
 * @param ledger the rows of the stage that its steps have read
 * @param metricsBytes how much of metrics.jsonl belongs to the steps done
 * @param threads that the operators used
 * @param accepted what {@link OutlierGuard} knows of the last accepted steps
 */
record TrainerState(
        int stage,
        long step,
        long updates,
        long skipped,
        int skippedInARow,
        long tokens,
        EpochLedger ledger,
        long metricsBytes,
        int threads,
        String accepted) {
    static final TrainerState START = new TrainerState(0, 0, 0, 0, 0, 0, EpochLedger.EMPTY, 0, 0, "");

    /** The state one step later. */
    TrainerState after(long stepTokens, boolean skip, EpochLedger read) {
        return new TrainerState(
                stage,
                step + 1,
                updates + (skip ? 0 : 1),
                skipped + (skip ? 1 : 0),
                skip ? skippedInARow + 1 : 0,
                tokens + stepTokens,
                read,
                metricsBytes,
                threads,
                accepted);
    }

    /** The state at the start of the next stage. */
    TrainerState nextStage() {
        return new TrainerState(
                stage + 1, 0, updates, skipped, skippedInARow, tokens, EpochLedger.EMPTY, metricsBytes, threads, "");
    }

    /** The state with what a restart needs beside it. */
    TrainerState logged(long bytes, int usedThreads, OutlierGuard guard) {
        return new TrainerState(
                stage, step, updates, skipped, skippedInARow, tokens, ledger, bytes, usedThreads, guard.state());
    }

    /** Steps done in all stages. */
    long steps() {
        return updates + skipped;
    }

    /** The state as a checkpoint has it. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("stage", Integer.toString(stage));
        metadata.put("step", Long.toString(step));
        metadata.put("updates", Long.toString(updates));
        metadata.put("skipped", Long.toString(skipped));
        metadata.put("skippedInARow", Integer.toString(skippedInARow));
        metadata.put("tokens", Long.toString(tokens));
        metadata.put("rowsRead", Long.toString(ledger.rows()));
        metadata.put("rowsReadSum", Long.toString(ledger.sum()));
        metadata.put("metricsBytes", Long.toString(metricsBytes));
        metadata.put("threads", Integer.toString(threads));
        metadata.put("accepted", accepted);
        return metadata;
    }

    /** The state that a checkpoint has. */
    static TrainerState of(Map<String, String> metadata) throws IOException {
        try {
            return new TrainerState(
                    Integer.parseInt(metadata.get("stage")),
                    Long.parseLong(metadata.get("step")),
                    Long.parseLong(metadata.get("updates")),
                    Long.parseLong(metadata.get("skipped")),
                    Integer.parseInt(metadata.get("skippedInARow")),
                    Long.parseLong(metadata.get("tokens")),
                    new EpochLedger(
                            Long.parseLong(metadata.get("rowsRead")), Long.parseLong(metadata.get("rowsReadSum"))),
                    Long.parseLong(metadata.get("metricsBytes")),
                    Integer.parseInt(metadata.get("threads")),
                    metadata.getOrDefault("accepted", ""));
        } catch (NumberFormatException e) {
            throw new IOException("the trainer's state has damaged metadata: " + metadata, e);
        }
    }
}
