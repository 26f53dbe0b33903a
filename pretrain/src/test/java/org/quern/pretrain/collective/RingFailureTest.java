package org.quern.pretrain.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a ring's timeout is long, a test that passes shows that nothing waited for it. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
final class RingFailureTest {
    private static final int LONG_SECONDS = 600;

    @Test
    void aSilentRankIsNoticedInTime() {
        try (Ring ring = Ring.open(2, new SparkConf(), WireFormat.FP32, 1)) {
            assertThatThrownBy(() -> ring.end(0).allReduce(Ring.zeros(4)))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "heard nothing from rank 1 at " + ring.addresses().get(1) + " in 1 s");
        }
    }

    @Test
    void theRankBeforeIsNoticedToBeSilent() {
        try (Ring ring = Ring.open(3, new SparkConf(), WireFormat.FP32, 1)) {
            CompletableFuture<Void> next = ring.start(1, Ring.zeros(4), Communicator::reduceScatter);
            assertThatThrownBy(() -> ring.end(0).reduceScatter(Ring.zeros(4)))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("(heard nothing from|lost) rank [12] at .*");
            // It is told by the other end of its connection, a moment later.
            assertThatThrownBy(next::get).cause().isInstanceOf(IOException.class);
        }
    }

    @Test
    void aRankThatLeavesIsNoticedAtOnceByItsNeighbours() throws Exception {
        try (Ring ring = Ring.open(3, new SparkConf(), WireFormat.FP32, LONG_SECONDS)) {
            List<ByteBuffer> buffers = List.of(Ring.zeros(100_000), Ring.zeros(100_000), Ring.zeros(100_000));
            ring.run(buffers, Communicator::allReduce);
            CompletableFuture<Void> before = ring.start(0, buffers.get(0), Communicator::allReduce);
            CompletableFuture<Void> after = ring.start(2, buffers.get(2), Communicator::allReduce);
            ring.end(1).close();
            // Whoever leaves because of it may be noticed first.
            assertThatThrownBy(before::get).cause().hasMessageMatching("lost rank [12] at .*");
            assertThatThrownBy(after::get).cause().hasMessageMatching("lost rank [01] at .*");
        }
    }

    @Test
    void aRankThatLeavesBetweenOperationsIsNoticedInTheNext() throws Exception {
        try (Ring ring = Ring.open(2, new SparkConf(), WireFormat.FP32, LONG_SECONDS)) {
            ring.run(List.of(Ring.zeros(10), Ring.zeros(10)), Communicator::allReduce);
            ring.end(1).close();
            assertThatThrownBy(() -> ring.end(0).allReduce(Ring.zeros(10)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("lost rank 1 at " + ring.addresses().get(1));
        }
    }

    @Test
    void aRankThatIsDoneMayLeave() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (Ring ring = Ring.open(4, new SparkConf(), WireFormat.FP32, LONG_SECONDS)) {
                List<ByteBuffer> buffers =
                        Stream.generate(() -> Ring.zeros(600_000)).limit(4).toList();
                ring.run(buffers, (end, values) -> {
                    end.allReduce(values);
                    end.close();
                });
            }
        }
    }

    @Test
    void aRankThatWasNeverThereIsNamed() {
        Ring ring = Ring.open(2, new SparkConf(), WireFormat.FP32, LONG_SECONDS);
        List<String> addresses = ring.addresses();
        ring.end(1).close();
        try (RingCommunicator alone = ring.end(0)) {
            assertThatThrownBy(() -> alone.allReduce(Ring.zeros(10)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("could not reach rank 1 at " + addresses.get(1));
        }
    }

    @Test
    void differentLengthsAreRefused() {
        try (Ring ring = Ring.open(2, new SparkConf(), WireFormat.FP32, LONG_SECONDS)) {
            CompletableFuture<Void> one = ring.start(0, Ring.zeros(5), Communicator::allReduce);
            CompletableFuture<Void> other = ring.start(1, Ring.zeros(6), Communicator::allReduce);
            for (CompletableFuture<Void> each : List.of(one, other)) {
                assertThatThrownBy(each::get)
                        .cause()
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("ALL_REDUCE of 5 numbers")
                        .hasMessageContaining("ALL_REDUCE of 6 numbers");
            }
        }
    }

    @Test
    void aFailedOperationLeavesTheBufferAlone() throws Exception {
        try (Ring ring = Ring.open(2, new SparkConf(), WireFormat.FP32, 1)) {
            ByteBuffer values = Ring.zeros(4);
            assertThatThrownBy(() -> ring.end(0).allReduce(values)).isInstanceOf(IOException.class);
            CompletableFuture<Void> late = ring.start(1, Ring.zeros(4).putFloat(0, 1), Communicator::allReduce);
            assertThatThrownBy(late::get).cause().isInstanceOf(IOException.class);
            assertThat(values).isEqualTo(Ring.zeros(4));
        }
    }

    @Test
    void nothingStaysAfterClose() throws Exception {
        Ring ring = Ring.open(2);
        ring.run(List.of(Ring.zeros(10), Ring.zeros(10)), Communicator::allReduce);
        ring.close();
        assertThatCode(ring::close).doesNotThrowAnyException();
        // Netty's threads end when they have been idle for two seconds.
        while (threads() > 0) {
            Thread.sleep(50);
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("quern-"))
                .count();
    }
}
