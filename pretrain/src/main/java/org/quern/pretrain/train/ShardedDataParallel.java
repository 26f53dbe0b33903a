package org.quern.pretrain.train;

import java.util.List;
import java.util.Optional;
import org.quern.pretrain.checkpoint.StateTensor;
import org.quern.pretrain.collective.ExchangeThread;
import org.quern.pretrain.collective.LostRankException;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.Slice;
import org.quern.pretrain.model.TokenBatch;

/**
 * Synchronous training with a sharded optimizer (ZeRO stage 1, arXiv 1910.02054): each rank adds up, and updates, its own
 * part of every bucket of parameters, and has moments for no others.
 *
 * <p>Buckets travel while the backward pass still computes those before them, and the new weights while the optimizer
 * updates the next.
 */
final class ShardedDataParallel implements DataParallel {
    private final ExchangeThread exchange;
    private final ParameterBuffer weights;
    private final ParameterBuffer gradients;
    private final Buckets buckets;
    private final AdamW optimizer;
    private final Optional<ShardedMuon> muon;
    private int sent;
    private double norm;

    /**
     * Before the first update.
     *
     * @param bf16 whether Muon's steps run in bf16
     */
    ShardedDataParallel(
            Scope owner,
            Kernels kernels,
            OptimizerConfig config,
            ParameterBuffer weights,
            ExchangeThread exchange,
            boolean bf16) {
        this.exchange = exchange;
        this.weights = weights;
        this.gradients = ParameterBuffer.zeros(owner, weights.layout());
        this.muon = config.isMuon()
                ? Optional.of(new ShardedMuon(owner, kernels, config, weights.layout(), exchange, bf16))
                : Optional.empty();
        this.buckets = Buckets.of(weights.layout(), exchange, spec -> muon.isEmpty() || !Muon.takes(spec));
        this.optimizer = new AdamW(owner, kernels, config, weights.layout(), buckets.own());
    }

    @Override
    public LossSums accumulate(GradientStep step, List<TokenBatch> batches, long number) {
        sent = 0;
        return step.accumulate(batches, exchange.rank(), exchange.ranks(), number, gradients, this::sendFinal);
    }

    /** Sends the buckets whose gradients are final, given the offset from which on matrices' are. */
    private void sendFinal(long offset) {
        long decayed = weights.layout().decayed();
        while (sent < buckets.all().size()) {
            Slice bucket = buckets.all().get(sent);
            boolean isFinal = offset == 0 || (bucket.offset() >= offset && bucket.offset() < decayed);
            if (!isFinal) {
                return;
            }
            exchange.submit(c -> c.reduceScatter(gradients.bytes(bucket)));
            sent++;
        }
    }

    @Override
    public double reduce(float[] totals) throws LostRankException {
        exchange.await();
        try (Scope scope = Scope.open("norm")) {
            double own = optimizer.gradientNorm(scope, gradients);
            double squares = own * own;
            if (muon.isPresent()) {
                squares += muon.get().reduce(scope, gradients);
            }
            norm = Math.sqrt(exchange.sum(squares, totals));
        }
        return norm;
    }

    @Override
    public void update(long update, double rate) throws LostRankException {
        int[] next = {0};
        try (Scope scope = Scope.open("update")) {
            optimizer.update(scope, weights, gradients, norm, update, rate, slice -> {
                Slice bucket = buckets.all().get(next[0]++);
                exchange.submit(c -> c.allGather(weights.bytes(bucket)));
            });
            if (muon.isPresent()) {
                muon.get().update(scope, weights, gradients, norm, rate);
            }
        }
        exchange.await();
    }

    @Override
    public void synchronize() {
        // Every update leaves all ranks with the same weights.
    }

    @Override
    public List<StateTensor> saved() {
        List<StateTensor> tensors = optimizer.state("");
        tensors.addAll(buckets.saved(weights));
        muon.ifPresent(matrices -> tensors.addAll(matrices.saved(weights)));
        return tensors;
    }

    @Override
    public List<StateTensor> loaded() {
        List<StateTensor> tensors = optimizer.state("");
        tensors.addAll(buckets.loaded(weights));
        muon.ifPresent(matrices -> tensors.addAll(matrices.loaded(weights)));
        return tensors;
    }

    @Override
    public void reset() {
        optimizer.reset();
        muon.ifPresent(ShardedMuon::reset);
    }
}
