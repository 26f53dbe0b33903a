package org.quern.pretrain.collective;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a number that is still to be added travels. Finished sums always travel as fp32. */
public enum WireFormat {
    /** All 32 bits. */
    FP32(Float.BYTES) {
        @Override
        ByteBuffer encode(ByteBuffer numbers, ByteBuf slot) {
            return numbers;
        }

        @Override
        void decode(ByteBuffer bytes, float[] numbers, int count) {
            bytes.asFloatBuffer().get(numbers, 0, count);
            bytes.position(bytes.position() + count * Float.BYTES);
        }
    },

    /**
     * The upper 16 bits, rounded to nearest, ties to even. Sums are fp32 on each rank and rounded before they go on, so
     * N ranks' sum is off by at most (N - 1) / 256 of the sum of the numbers' magnitudes.
     */
    BF16(Short.BYTES) {
        @Override
        ByteBuffer encode(ByteBuffer numbers, ByteBuf slot) {
            ByteBuffer bytes = slot.nioBuffer(0, slot.capacity()).order(ByteOrder.LITTLE_ENDIAN);
            while (numbers.hasRemaining()) {
                bytes.putShort(rounded(numbers.getFloat()));
            }
            return bytes.flip();
        }

        @Override
        void decode(ByteBuffer bytes, float[] numbers, int count) {
            for (int i = 0; i < count; i++) {
                numbers[i] = Float.intBitsToFloat(bytes.getShort() << Short.SIZE);
            }
        }
    };

    private static final int HALF_LESS_ONE = 0x7fff;
    private static final short NOT_A_NUMBER = 0x7fc0;

    private final int width;

    WireFormat(int width) {
        this.width = width;
    }

    /** How many bytes a number takes. */
    int width() {
        return width;
    }

    /**
     * Numbers as they travel.
     *
     * @param numbers fp32, little-endian; nobody changes them before they are sent
     * @param slot memory to encode them in, where they do not travel as they are
     */
    abstract ByteBuffer encode(ByteBuffer numbers, ByteBuf slot);

    /** Takes the next numbers. */
    abstract void decode(ByteBuffer bytes, float[] numbers, int count);

    private static short rounded(float number) {
        if (Float.isNaN(number)) {
            return NOT_A_NUMBER;
        }
        int bits = Float.floatToRawIntBits(number);
        return (short) ((bits + HALF_LESS_ONE + ((bits >>> Short.SIZE) & 1)) >>> Short.SIZE);
    }
}
