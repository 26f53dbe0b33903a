package org.quern.inference;

import java.util.List;
import org.quern.pretrain.kernel.Scope;

/** One forward pass over the live sequences, which gives each at least one more token. */
interface Iteration {
    /**
     * Runs it.
     *
     * @param step owner of what it makes
     * @param live the sequences; number i is row i of the cache
     */
    void run(Scope step, KvCache cache, List<Sequence> live, Tally tally);

    /** The pass's new positions, each sequence's pending token first. */
    static Positions positions(DecodingModel model, Scope step, KvCache cache, List<Sequence> live, int width) {
        int[] lengths = live.stream().mapToInt(Sequence::cached).toArray();
        return model.positions(step, cache, 0, lengths, width);
    }
}
