package org.quern.pretrain.train;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.jspecify.annotations.Nullable;
import org.quern.pretrain.checkpoint.CheckpointStore;
import org.quern.pretrain.checkpoint.StateTensor;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.FlatArray;
import org.quern.pretrain.model.Slice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a training's state while the training goes on: copies it, and writes the copy on a thread of its own. Ranks vote
 * on each step whether they have written their share; when all have, rank 0 commits the checkpoint.
 */
final class Checkpointer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    private final CheckpointStore store;
    private final int rank;
    private final int ranks;
    private final int keep;
    private final Scope scope = Scope.open("checkpoint");
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            BasicThreadFactory.builder().namingPattern("checkpoint").daemon().build());
    private @Nullable FlatArray copy;
    private @Nullable Pending pending;

    private record Pending(long step, Map<String, String> state, Future<?> written) {}

    /** What ranks say of the checkpoint that is being written; added up, how many say so. */
    record Votes(float written, float failed) {}

    Checkpointer(CheckpointStore store, int rank, int ranks, int keep) {
        this.store = store;
        this.rank = rank;
        this.ranks = ranks;
        this.keep = keep;
    }

    /** Begins a checkpoint; none may be pending. */
    void begin(TrainerState state, List<StateTensor> tensors) {
        List<StateTensor> copied = copy(tensors);
        long step = state.steps();
        pending = new Pending(step, state.metadata(), writer.submit(() -> {
            store.writeShare(step, rank, copied);
            return null;
        }));
    }

    private List<StateTensor> copy(List<StateTensor> tensors) {
        FlatArray to = copy;
        if (to == null) {
            long size = tensors.stream()
                    .mapToLong(tensor -> tensor.slice().length())
                    .sum();
            to = FlatArray.zeros(scope, size);
            copy = to;
        }
        List<StateTensor> copied = new ArrayList<>();
        long at = 0;
        for (StateTensor tensor : tensors) {
            Slice slice = tensor.slice();
            var memory = to.memory(at, slice.length());
            memory.duplicate().put(tensor.memory().get());
            copied.add(new StateTensor(tensor.array(), slice, memory::duplicate));
            at += slice.length();
        }
        return copied;
    }

    /** Whether a checkpoint is not yet committed or given up; the same on all ranks. */
    boolean isPending() {
        return pending != null;
    }

    /** Waits until this rank has written its share, or failed to. */
    void await() {
        if (pending != null) {
            failure(pending);
        }
    }

    /** What this rank says now. */
    Votes vote() {
        if (pending == null || !pending.written().isDone()) {
            return new Votes(0, 0);
        }
        return failure(pending) == null ? new Votes(1, 0) : new Votes(0, 1);
    }

    /**
     * Commits the checkpoint if all ranks have written it, gives it up if one failed.
     *
     * @param sum of all ranks' votes
     * @return why it was given up, if it was
     */
    Optional<IOException> count(Votes sum) throws IOException {
        if (pending == null || sum.written() + sum.failed() < ranks) {
            return Optional.empty();
        }
        Pending counted = pending;
        pending = null;
        Optional<IOException> why = sum.failed() == 0 ? commit(counted) : Optional.of(discard(counted));
        why.ifPresent(e -> LOG.warn("{}; the checkpoint before it stays the last", e.getMessage()));
        return why;
    }

    private Optional<IOException> commit(Pending checkpoint) throws IOException {
        if (rank != 0) {
            return Optional.empty();
        }
        try {
            store.commit(checkpoint.step(), ranks, checkpoint.state(), keep);
            return Optional.empty();
        } catch (IOException e) {
            store.discard(checkpoint.step());
            return Optional.of(notWritten(checkpoint, e));
        }
    }

    private IOException discard(Pending checkpoint) throws IOException {
        if (rank == 0) {
            store.discard(checkpoint.step());
        }
        Throwable own = failure(checkpoint);
        return own == null
                ? new IOException(
                        "another rank could not write its share of the checkpoint of step " + checkpoint.step())
                : notWritten(checkpoint, own);
    }

    private static IOException notWritten(Pending checkpoint, Throwable cause) {
        return new IOException(
                "the checkpoint of step " + checkpoint.step() + " could not be written: " + cause.getMessage(), cause);
    }

    private static @Nullable Throwable failure(Pending checkpoint) {
        try {
            checkpoint.written().get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    @Override
    public void close() {
        await();
        writer.shutdown();
        scope.close();
    }
}
