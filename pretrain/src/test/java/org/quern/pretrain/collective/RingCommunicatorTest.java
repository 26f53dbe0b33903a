package org.quern.pretrain.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.package$;
import org.junit.jupiter.api.Test;

final class RingCommunicatorTest {
    private static final String HOST = "127.0.0.1";

    @Test
    void allRanksGetTheSameSum() throws Exception {
        assertSums(3, new SparkConf(), 1_000_003);
        assertSums(4, new SparkConf(), 2);
    }

    @Test
    void sparksAuthenticationAndEncryptionHold() throws Exception {
        SparkConf conf = new SparkConf()
                .set("spark.app.id", "ring-test")
                .set("spark.authenticate", "true")
                .set("spark.authenticate.secret", "a secret for this test")
                .set("spark.network.crypto.enabled", "true");
        assertSums(2, conf, 1000);
    }

    @Test
    void aSilentRankIsNoticed() throws Exception {
        List<RingCommunicator> ring = open(2, new SparkConf(), 1);
        assertThatThrownBy(() -> ring.get(0).allReduce(FloatBuffer.allocate(4)))
                .isInstanceOf(IOException.class)
                .hasMessage("heard nothing from the rank before in 1 s");
        for (RingCommunicator end : ring) {
            end.close();
        }
    }

    private static void assertSums(int ranks, SparkConf conf, int length) throws Exception {
        List<RingCommunicator> ring = open(ranks, conf, 20);
        List<float[]> arrays = new ArrayList<>();
        float[] expected = new float[length];
        for (int rank = 0; rank < ranks; rank++) {
            float[] array = new float[length];
            Random random = new Random(rank);
            for (int i = 0; i < length; i++) {
                array[i] = random.nextInt(1000);
                expected[i] += array[i];
            }
            arrays.add(array);
        }
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            RingCommunicator end = ring.get(rank);
            FloatBuffer mine = FloatBuffer.wrap(arrays.get(rank));
            done.add(CompletableFuture.runAsync(() -> sum(end, mine), task -> new Thread(task).start()));
        }
        for (CompletableFuture<Void> one : done) {
            one.get();
        }
        for (RingCommunicator end : ring) {
            end.close();
        }
        assertThat(arrays).allSatisfy(array -> assertThat(array).isEqualTo(expected));
    }

    private static void sum(RingCommunicator end, FloatBuffer values) {
        try {
            end.allReduce(values);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<RingCommunicator> open(int ranks, SparkConf conf, int timeoutSeconds) {
        List<RingCommunicator> ring = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            SecurityManager security =
                    new SecurityManager(conf, scala.Option.empty(), package$.MODULE$.AUTH_SECRET_FILE());
            ring.add(new RingCommunicator(rank, ranks, HOST, conf, security, timeoutSeconds));
        }
        List<String> addresses = ring.stream().map(end -> end.address(HOST)).toList();
        ring.forEach(end -> end.connect(addresses));
        return ring;
    }
}
