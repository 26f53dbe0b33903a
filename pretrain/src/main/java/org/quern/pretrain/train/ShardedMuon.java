package org.quern.pretrain.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.quern.pretrain.checkpoint.StateTensor;
import org.quern.pretrain.collective.ExchangeThread;
import org.quern.pretrain.collective.LostRankException;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.FlatArray;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.Slice;

/**
 * {@link Muon} over ranks: a matrix is updated as a whole, so each belongs to one rank, which alone adds its gradients up
 * and has its momentum. Matrices are dealt to the ranks in turn, from the largest down, so that those that travel
 * together are about as large. Nothing here overlaps with the backward pass.
 */
final class ShardedMuon {
    /** What travels at once, of all ranks together. */
    private static final int STAGING_FLOATS = 1 << 22;

    private final OptimizerConfig config;
    private final ExchangeThread exchange;
    private final Kernels kernels;
    private final Muon muon;
    private final List<ParameterLayout.Slot> matrices;
    private final List<ParameterLayout.Slot> own;
    private final FlatArray momentum;
    private final FlatArray staging;

    /**
     * Muon before its first update.
     *
     * @param owner of the momentum and of what travels
     * @param bf16 whether the Newton-Schulz steps run in bf16
     */
    ShardedMuon(
            Scope owner,
            Kernels kernels,
            OptimizerConfig config,
            ParameterLayout layout,
            ExchangeThread exchange,
            boolean bf16) {
        this.config = config;
        this.exchange = exchange;
        this.kernels = kernels;
        this.muon = new Muon(kernels, config.weightDecay(), bf16);
        this.matrices = layout.slots().stream()
                .filter(slot -> Muon.takes(slot.spec()))
                .sorted(Comparator.comparingLong(
                        (ParameterLayout.Slot slot) -> -slot.spec().size()))
                .toList();
        this.own = matrices.stream().filter(this::isOwn).toList();
        this.momentum = FlatArray.zeros(
                owner, own.stream().mapToLong(slot -> slot.spec().size()).sum());
        this.staging = FlatArray.zeros(owner, exchange.ranks() == 1 ? 0 : STAGING_FLOATS);
    }

    private boolean isOwn(ParameterLayout.Slot matrix) {
        return matrices.indexOf(matrix) % exchange.ranks() == exchange.rank();
    }

    /** Adds the gradients of each matrix up on its rank; returns the squared norm of this rank's. */
    double reduce(Scope step, ParameterBuffer gradients) throws LostRankException {
        for (int i = 0; i < matrices.size(); i += exchange.ranks()) {
            travel(together(i), gradients, true);
        }
        double squares = 0;
        for (ParameterLayout.Slot matrix : own) {
            double norm = kernels.array(
                            step, "gradient_norm", gradients.view(matrix.spec().name()))
                    .getFloat();
            squares += norm * norm;
        }
        return squares;
    }

    /** Updates this rank's matrices, then tells them to the others; arguments are as those of {@link AdamW#update}. */
    void update(Scope step, ParameterBuffer weights, ParameterBuffer gradients, double norm, double rate)
            throws LostRankException {
        NDArray divisor = AdamW.divisor(step, norm, config);
        long at = 0;
        for (ParameterLayout.Slot matrix : own) {
            String name = matrix.spec().name();
            try (NDArray flat = momentum.view(at, matrix.spec().size());
                    NDArray m = flat.reshape(
                            new Shape(matrix.spec().rows(), matrix.spec().columns()))) {
                muon.update(
                        matrix.spec(),
                        weights.view(name),
                        gradients.view(name),
                        m,
                        rate * config.muonRateFactor(),
                        divisor);
            }
            at += matrix.spec().size();
        }
        for (int i = 0; i < matrices.size(); i += exchange.ranks()) {
            travel(together(i), weights, false);
        }
    }

    /** Matrices that travel together: at most one of each rank, in the order of the ranks. */
    private List<ParameterLayout.Slot> together(int first) {
        return matrices.subList(first, Math.min(first + exchange.ranks(), matrices.size()));
    }

    /** Adds numbers up on the ranks that they belong to, or brings them from there to all others. */
    private void travel(List<ParameterLayout.Slot> group, ParameterBuffer numbers, boolean reduce)
            throws LostRankException {
        if (exchange.ranks() == 1) {
            return;
        }
        int most = STAGING_FLOATS / exchange.ranks();
        long size = group.get(0).spec().size();
        for (long at = 0; at < size; at += most) {
            int length = (int) Math.min(most, size - at);
            ByteBuffer bytes = staging.bytes(0, (long) length * exchange.ranks());
            FloatBuffer all = bytes.asFloatBuffer();
            for (int rank = 0; rank < group.size(); rank++) {
                if (reduce || rank == exchange.rank()) {
                    FloatBuffer part = memory(group.get(rank), numbers, at, length);
                    all.put(rank * length, part, 0, part.limit());
                }
            }
            exchange.submit(c -> {
                if (reduce) {
                    c.reduceScatter(bytes);
                } else {
                    c.allGather(bytes);
                }
            });
            exchange.await();
            for (int rank = 0; rank < group.size(); rank++) {
                if (reduce == (rank == exchange.rank())) {
                    FloatBuffer part = memory(group.get(rank), numbers, at, length);
                    part.put(0, all, rank * length, part.limit());
                }
            }
        }
    }

    /** A stretch of a matrix, shorter or empty where the matrix ends. */
    private static FloatBuffer memory(ParameterLayout.Slot matrix, ParameterBuffer numbers, long at, int length) {
        long rest = Math.max(0, matrix.spec().size() - at);
        return numbers.memory(matrix.offset() + at, Math.min(length, rest));
    }

    /** What this rank's share of a checkpoint holds. */
    List<StateTensor> saved(ParameterBuffer weights) {
        return tensors(own, weights);
    }

    /** What it needs of a checkpoint. */
    List<StateTensor> loaded(ParameterBuffer weights) {
        return tensors(matrices, weights);
    }

    private List<StateTensor> tensors(List<ParameterLayout.Slot> known, ParameterBuffer weights) {
        List<StateTensor> tensors = new ArrayList<>();
        for (ParameterLayout.Slot matrix : known) {
            Slice slice = slice(matrix);
            tensors.add(new StateTensor("weights", slice, () -> weights.memory(slice)));
        }
        long at = 0;
        for (ParameterLayout.Slot matrix : own) {
            long begin = at;
            Slice slice = slice(matrix);
            tensors.add(new StateTensor("muon_momentum", slice, () -> momentum.memory(begin, slice.length())));
            at += slice.length();
        }
        return tensors;
    }

    private static Slice slice(ParameterLayout.Slot matrix) {
        return new Slice(matrix.offset(), Math.toIntExact(matrix.spec().size()));
    }

    /** Forgets all updates. */
    void reset() {
        kernels.run("clear", momentum.array());
    }
}
