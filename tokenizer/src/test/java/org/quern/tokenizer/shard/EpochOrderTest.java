package org.quern.tokenizer.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

final class EpochOrderTest {
    @Test
    void everyEpochTakesEveryRowOnce() {
        for (int rows : new int[] {1, 2, 3, 5, 16, 17, 1000, 4096, 4097}) {
            EpochOrder order = new EpochOrder(rows, 7);
            for (int epoch = 0; epoch < 3; epoch++) {
                BitSet seen = new BitSet();
                for (long i = 0; i < rows; i++) {
                    seen.set((int) order.row((long) epoch * rows + i));
                }
                assertThat(seen.cardinality()).as("%d rows", rows).isEqualTo(rows);
            }
        }
    }

    @Test
    void epochsAndSeedsDiffer() {
        EpochOrder order = new EpochOrder(1000, 7);
        EpochOrder other = new EpochOrder(1000, 8);
        int sameNextEpoch = 0;
        int sameOtherSeed = 0;
        int inPlace = 0;
        for (int i = 0; i < 1000; i++) {
            sameNextEpoch += order.row(i) == order.row(1000 + i) ? 1 : 0;
            sameOtherSeed += order.row(i) == other.row(i) ? 1 : 0;
            inPlace += order.row(i) == i ? 1 : 0;
        }
        assertThat(sameNextEpoch).isLessThan(15);
        assertThat(sameOtherSeed).isLessThan(15);
        assertThat(inPlace).isLessThan(15);
    }

    @Test
    void noRowsAreRefused() {
        assertThatThrownBy(() -> new EpochOrder(0, 1)).hasMessage("there must be a row to read, got 0");
    }
}
