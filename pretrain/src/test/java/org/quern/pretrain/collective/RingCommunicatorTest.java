package org.quern.pretrain.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RingCommunicatorTest {
    private static final int TIMEOUT_SECONDS = 20;

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 0", "2, 1", "2, 300001", "3, 1000003", "4, 2", "4, 3", "4, 777777"})
    void allRanksGetTheSameSum(int ranks, int length) throws Exception {
        try (Ring ring = Ring.open(ranks)) {
            assertSums(ring, ranks, length);
        }
    }

    @Test
    void oneRingRunsManyOperationsOfAnyLength() throws Exception {
        try (Ring ring = Ring.open(3)) {
            for (int length : new int[] {70_001, 1, 0, 400_000, 7}) {
                assertSums(ring, 3, length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES/CTR/NoPadding", "AES/GCM/NoPadding"})
    void sparksAuthenticationAndEncryptionHold(String cipher) throws Exception {
        SparkConf conf = new SparkConf()
                .set("spark.app.id", "ring-test")
                .set("spark.authenticate", "true")
                .set("spark.authenticate.secret", "a secret for this test")
                .set("spark.network.crypto.enabled", "true")
                .set("spark.network.crypto.cipher", cipher);
        try (Ring ring = Ring.open(3, conf, WireFormat.FP32, TIMEOUT_SECONDS)) {
            assertSums(ring, 3, 500_001);
        }
    }

    @Test
    void reduceScatterFinishesARanksOwnPartAndAllGatherSpreadsIt() throws Exception {
        int length = 200_005;
        List<float[]> arrays = integers(3, length);
        float[] sums = sums(arrays);
        try (Ring ring = Ring.open(3)) {
            run(ring, arrays, ByteBuffer::allocate, Communicator::reduceScatter);
            for (int rank = 0; rank < 3; rank++) {
                Part own = Part.of(length, rank, 3);
                assertThat(Arrays.copyOfRange(arrays.get(rank), own.begin(), own.end()))
                        .isEqualTo(Arrays.copyOfRange(sums, own.begin(), own.end()));
            }
            run(ring, arrays, ByteBuffer::allocate, Communicator::allGather);
            assertThat(arrays).allSatisfy(array -> assertThat(array).isEqualTo(sums));
        }
    }

    @Test
    void onlyWhatLiesBetweenPositionAndLimitIsTouched() throws Exception {
        List<float[]> arrays = integers(2, 9);
        float[] sums = sums(arrays);
        float first = arrays.get(0)[1];
        try (Ring ring = Ring.open(2)) {
            run(ring, arrays, ByteBuffer::allocate, (end, values) -> {
                values.position(2 * Float.BYTES).limit(7 * Float.BYTES);
                end.allReduce(values);
                assertThat(values.position()).isEqualTo(2 * Float.BYTES);
                assertThat(values.limit()).isEqualTo(7 * Float.BYTES);
                values.clear();
            });
        }
        assertThat(Arrays.copyOfRange(arrays.get(0), 2, 7)).isEqualTo(Arrays.copyOfRange(sums, 2, 7));
        assertThat(arrays.get(0)[1]).isEqualTo(first);
    }

    @Test
    void additionsComeInTheOrderOfThePart() throws Exception {
        int length = 400_003;
        List<float[]> arrays = new ArrayList<>();
        for (int rank = 0; rank < 4; rank++) {
            arrays.add(gaussians(rank, length));
        }
        float[] expected = new float[length];
        for (int owner = 0; owner < 4; owner++) {
            Part part = Part.of(length, owner, 4);
            for (int i = part.begin(); i < part.end(); i++) {
                expected[i] = arrays.get((owner + 1) % 4)[i];
                for (int other = 2; other <= 4; other++) {
                    expected[i] += arrays.get((owner + other) % 4)[i];
                }
            }
        }
        try (Ring ring = Ring.open(4)) {
            run(ring, arrays, ByteBuffer::allocate, Communicator::allReduce);
        }
        assertThat(arrays).allSatisfy(array -> assertThat(array).isEqualTo(expected));
    }

    @Test
    void bf16OnTheWireKeepsItsBoundAndTheSameBitsOnAllRanks() throws Exception {
        int length = 300_001;
        int ranks = 4;
        List<float[]> arrays = new ArrayList<>();
        double[] exact = new double[length];
        double[] magnitude = new double[length];
        for (int rank = 0; rank < ranks; rank++) {
            arrays.add(gaussians(rank, length));
            for (int i = 0; i < length; i++) {
                exact[i] += arrays.get(rank)[i];
                magnitude[i] += Math.abs(arrays.get(rank)[i]);
            }
        }
        try (Ring ring = Ring.open(ranks, new SparkConf(), WireFormat.BF16, TIMEOUT_SECONDS)) {
            run(ring, arrays, ByteBuffer::allocate, Communicator::allReduce);
        }
        assertThat(arrays).allSatisfy(array -> assertThat(array).isEqualTo(arrays.get(0)));
        double worst = 0;
        for (int i = 0; i < length; i++) {
            worst = Math.max(worst, Math.abs(arrays.get(0)[i] - exact[i]) / magnitude[i]);
        }
        assertThat(worst).isBetween(1e-4, (ranks - 1) / 256.0);
    }

    private static void assertSums(Ring ring, int ranks, int length) throws Exception {
        List<float[]> arrays = integers(ranks, length);
        float[] expected = sums(arrays);
        run(ring, arrays, ByteBuffer::allocateDirect, Communicator::allReduce);
        assertThat(arrays).allSatisfy(array -> assertThat(array).isEqualTo(expected));
    }

    /** Whole numbers, whose sums are exact in any order. */
    private static List<float[]> integers(int ranks, int length) {
        List<float[]> arrays = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            Random random = new Random(rank);
            float[] array = new float[length];
            for (int i = 0; i < length; i++) {
                array[i] = random.nextInt(1000);
            }
            arrays.add(array);
        }
        return arrays;
    }

    private static float[] gaussians(int seed, int length) {
        Random random = new Random(seed);
        float[] array = new float[length];
        for (int i = 0; i < length; i++) {
            array[i] = (float) random.nextGaussian();
        }
        return array;
    }

    private static float[] sums(List<float[]> arrays) {
        float[] sums = new float[arrays.get(0).length];
        for (float[] array : arrays) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += array[i];
            }
        }
        return sums;
    }

    /** Runs all ranks, each on its array by way of a buffer. */
    private static void run(Ring ring, List<float[]> arrays, IntFunction<ByteBuffer> allocate, Ring.Work work)
            throws Exception {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (float[] array : arrays) {
            ByteBuffer buffer = allocate.apply(array.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            buffer.asFloatBuffer().put(array);
            buffers.add(buffer);
        }
        ring.run(buffers, work);
        for (int rank = 0; rank < arrays.size(); rank++) {
            buffers.get(rank).asFloatBuffer().get(arrays.get(rank));
        }
    }
}
