package org.quern.pretrain.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.TransportConf;

/**
 * A ring: N ranks cut an array into N parts; in N - 1 rounds each part travels once around and is added up, in N - 1
 * more the finished parts travel around. Each rank sends 2 (N - 1) / N of the array, whatever N is.
 */
public final class RingCommunicator implements Communicator {
    private final int rank;
    private final int ranks;
    private final int timeoutSeconds;
    private final Mailbox mailbox = new Mailbox();
    private final TransportContext context;
    private final TransportServer server;
    private final TransportClientFactory clients;
    private List<String> addresses = List.of();

    /**
     * Opens a rank's end. Its {@link #address} then goes to all others, and theirs to {@link #connect}.
     *
     * @param host by which other ranks reach this one
     * @param timeoutSeconds how long to wait for the rank before
     */
    public RingCommunicator(
            int rank, int ranks, String host, SparkConf conf, SecurityManager security, int timeoutSeconds) {
        this.rank = rank;
        this.ranks = ranks;
        this.timeoutSeconds = timeoutSeconds;
        TransportConf transport =
                SparkTransportConf.fromSparkConf(conf, "quern", 1, scala.Option.empty(), scala.Option.empty());
        context = new TransportContext(transport, mailbox);
        List<TransportServerBootstrap> serverSide = List.of();
        List<TransportClientBootstrap> clientSide = List.of();
        if (security.isAuthenticationEnabled()) {
            serverSide = List.of(new AuthServerBootstrap(transport, security));
            clientSide = List.of(new AuthClientBootstrap(transport, conf.getAppId(), security));
        }
        server = context.createServer(host, 0, serverSide);
        clients = context.createClientFactory(clientSide);
    }

    /** Where the other ranks find this one. */
    public String address(String host) {
        return host + ":" + server.getPort();
    }

    /** Takes all ranks' addresses, by rank. */
    public void connect(List<String> all) {
        if (all.size() != ranks) {
            throw new IllegalArgumentException("need " + ranks + " addresses, got " + all);
        }
        addresses = List.copyOf(all);
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int ranks() {
        return ranks;
    }

    @Override
    public void reduceScatter(FloatBuffer values) throws IOException {
        // Part p is finished by rank p: it starts at rank p + 1 and collects one rank's numbers a round.
        for (int round = 0; round < ranks - 1; round++) {
            CompletableFuture<ByteBuffer> sent = send(part(values, rank - round - 1));
            add(part(values, rank - round - 2), mailbox.take(timeoutSeconds));
            await(sent);
        }
    }

    @Override
    public void allGather(FloatBuffer values) throws IOException {
        for (int round = 0; round < ranks - 1; round++) {
            CompletableFuture<ByteBuffer> sent = send(part(values, rank - round));
            part(values, rank - round - 1).put(floats(mailbox.take(timeoutSeconds)));
            await(sent);
        }
    }

    private FloatBuffer part(FloatBuffer values, int index) {
        Part part = Part.of(values.remaining(), Math.floorMod(index, ranks), ranks);
        return values.slice(values.position() + part.begin(), part.length());
    }

    private static void add(FloatBuffer mine, ByteBuffer message) {
        float[] theirs = new float[mine.remaining()];
        floats(message).get(theirs);
        float[] sum = new float[theirs.length];
        mine.get(0, sum);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += theirs[i];
        }
        mine.put(0, sum);
    }

    private static FloatBuffer floats(ByteBuffer message) {
        return message.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    private CompletableFuture<ByteBuffer> send(FloatBuffer part) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(part.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        message.asFloatBuffer().put(part);
        CompletableFuture<ByteBuffer> sent = new CompletableFuture<>();
        next().sendRpc(message, new RpcResponseCallback() {
            @Override
            public void onSuccess(ByteBuffer response) {
                sent.complete(response);
            }

            @Override
            public void onFailure(Throwable e) {
                sent.completeExceptionally(e);
            }
        });
        return sent;
    }

    private TransportClient next() throws IOException {
        String[] address = addresses.get((rank + 1) % ranks).split(":(?=[0-9]+$)", 2);
        try {
            return clients.createClient(address[0], Integer.parseInt(address[1]));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void await(CompletableFuture<ByteBuffer> sent) throws IOException {
        try {
            sent.get(timeoutSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("rank " + rank + " could not send to the next one: " + e, e);
        }
    }

    @Override
    public void close() {
        clients.close();
        server.close();
        context.close();
    }
}
