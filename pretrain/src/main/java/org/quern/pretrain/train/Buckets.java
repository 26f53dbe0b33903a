package org.quern.pretrain.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.quern.pretrain.checkpoint.StateTensor;
import org.quern.pretrain.collective.ExchangeThread;
import org.quern.pretrain.collective.Part;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;
import org.quern.pretrain.model.Slice;

/**
 * The parameters as they travel between ranks.
 *
 * @param all slices of them, in the order in which their gradients become final
 * @param own of each, the part that is this rank's own
 */
record Buckets(List<Slice> all, List<Slice> own) {
    /** Large enough that latency is nothing, small enough that the last one's way, which nothing hides, is short. */
    private static final int BUCKET_FLOATS = 1 << 22;

    static Buckets of(ParameterLayout layout, ExchangeThread exchange) {
        return of(layout, exchange, spec -> true);
    }

    /** Of some of the parameters. */
    static Buckets of(ParameterLayout layout, ExchangeThread exchange, Predicate<ParameterSpec> wanted) {
        List<Slice> all = layout.buckets(BUCKET_FLOATS, wanted);
        List<Slice> own = new ArrayList<>();
        for (Slice bucket : all) {
            Part part = Part.of(bucket.length(), exchange.rank(), exchange.ranks());
            own.add(new Slice(bucket.offset() + part.begin(), part.length()));
        }
        return new Buckets(all, own);
    }

    /** What a rank saves of weights that are the same on all ranks. */
    List<StateTensor> saved(ParameterBuffer weights) {
        return tensors(own, weights);
    }

    /** What it loads of them. */
    List<StateTensor> loaded(ParameterBuffer weights) {
        return tensors(all, weights);
    }

    private static List<StateTensor> tensors(List<Slice> slices, ParameterBuffer weights) {
        return slices.stream()
                .map(slice -> new StateTensor("weights", slice, () -> weights.memory(slice)))
                .toList();
    }
}
