package org.quern.pretrain.checkpoint;

import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.quern.pretrain.model.Slice;

/**
 * A slice of one of the flat arrays that a trainer's state is made of.
 *
 * @param array the array's name: {@code weights}, {@code first_moments}
 * @param slice which of the array's numbers
 * @param memory their memory, asked for when it is needed
 */
public record StateTensor(String array, Slice slice, Supplier<FloatBuffer> memory) {
    /** Its name in a file: the array's, and where in it the numbers begin. */
    String name() {
        return array + "@" + slice.offset();
    }
}
