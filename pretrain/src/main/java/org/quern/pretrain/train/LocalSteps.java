package org.quern.pretrain.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.quern.pretrain.checkpoint.StateTensor;
import org.quern.pretrain.collective.ExchangeThread;
import org.quern.pretrain.collective.LostRankException;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.FlatArray;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.Slice;
import org.quern.pretrain.model.TokenBatch;

/**
 * DiLoCo (arXiv 2311.08105), for slow networks: each rank takes steps of its own with AdamW; now and then all average
 * what has become of the weights, and an outer step, SGD with Nesterov momentum, goes from where they were towards the
 * average. The outer step is sharded: each rank holds the momentum of its own part of the weights.
 *
 * <p>Between outer steps only a few numbers a step travel: the losses, and whether the step is to be skipped.
 */
final class LocalSteps implements DataParallel {
    private final ExchangeConfig config;
    private final ExchangeThread exchange;
    private final Kernels kernels;
    private final ParameterBuffer weights;
    private final ParameterBuffer gradients;
    private final AdamW optimizer;
    private final Buckets buckets;
    private final FlatArray anchor;
    private final FlatArray momentum;
    private double norm;
    private boolean anchored;

    LocalSteps(
            Scope owner,
            Kernels kernels,
            OptimizerConfig inner,
            ExchangeConfig config,
            ParameterBuffer weights,
            ExchangeThread exchange) {
        this.config = config;
        this.exchange = exchange;
        this.kernels = kernels;
        this.weights = weights;
        this.gradients = ParameterBuffer.zeros(owner, weights.layout());
        this.buckets = Buckets.of(weights.layout(), exchange);
        this.optimizer = new AdamW(owner, kernels, inner, weights.layout(), buckets.all());
        long size = buckets.own().stream().mapToLong(Slice::length).sum();
        this.anchor = FlatArray.zeros(owner, size);
        this.momentum = FlatArray.zeros(owner, size);
    }

    @Override
    public LossSums accumulate(GradientStep step, List<TokenBatch> batches, long number) {
        List<TokenBatch> mine = new ArrayList<>();
        for (int m = exchange.rank(); m < batches.size(); m += exchange.ranks()) {
            mine.add(batches.get(m));
        }
        return step.accumulate(mine, number, gradients);
    }

    /** {@inheritDoc} Here of this rank's own; the quadratic mean of all ranks' is returned. */
    @Override
    public double reduce(float[] totals) throws LostRankException {
        try (Scope scope = Scope.open("norm")) {
            norm = optimizer.gradientNorm(scope, gradients);
        }
        return Math.sqrt(exchange.sum(norm * norm, totals) / exchange.ranks());
    }

    @Override
    public void update(long update, double rate) {
        if (!anchored) {
            keepAnchor();
        }
        try (Scope scope = Scope.open("update")) {
            optimizer.update(scope, weights, gradients, norm, update, rate);
        }
    }

    /** Remembers, of this rank's part, where the local steps began. */
    private void keepAnchor() {
        long at = 0;
        for (Slice slice : buckets.own()) {
            anchor.memory(at, slice.length()).put(weights.memory(slice));
            at += slice.length();
        }
        anchored = true;
    }

    @Override
    public void synchronize() throws LostRankException {
        if (!anchored) {
            return;
        }
        buckets.all().forEach(bucket -> exchange.submit(c -> c.reduceScatter(weights.bytes(bucket))));
        exchange.await();
        long at = 0;
        for (int i = 0; i < buckets.own().size(); i++) {
            outerStep(buckets.own().get(i), at);
            at += buckets.own().get(i).length();
            Slice bucket = buckets.all().get(i);
            exchange.submit(c -> c.allGather(weights.bytes(bucket)));
        }
        exchange.await();
        anchored = false;
    }

    private void outerStep(Slice slice, long at) {
        try (NDArray w = weights.slice(slice.offset(), slice.length());
                NDArray from = anchor.view(at, slice.length());
                NDArray m = momentum.view(at, slice.length())) {
            kernels.run("outer_step", w, from, m, exchange.ranks(), config.outerRate(), config.outerMomentum());
        }
    }

    @Override
    public List<StateTensor> saved() {
        List<StateTensor> tensors = own();
        tensors.addAll(buckets.saved(weights));
        return tensors;
    }

    @Override
    public List<StateTensor> loaded() {
        List<StateTensor> tensors = own();
        tensors.addAll(buckets.loaded(weights));
        return tensors;
    }

    private List<StateTensor> own() {
        List<StateTensor> tensors = optimizer.state(".rank" + exchange.rank());
        long at = 0;
        for (Slice slice : buckets.own()) {
            long begin = at;
            tensors.add(new StateTensor("outer_momentum", slice, () -> momentum.memory(begin, slice.length())));
            at += slice.length();
        }
        return tensors;
    }

    @Override
    public void reset() {
        optimizer.reset();
        kernels.run("clear", momentum.array());
        anchored = false;
    }
}
