package org.quern.pretrain.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.TransportConf;
import org.jspecify.annotations.Nullable;

/**
 * A ring: N ranks cut an array into N parts; in N - 1 rounds each part travels once around and is added up, in N - 1
 * more the finished parts travel around. Each rank sends 2 (N - 1) / N of the array, whatever N is. Parts travel in
 * blocks, a block of the next round as soon as it is added up, so all links are always busy both ways.
 *
 * <p>Memory, beside Netty's own buffers, is a few blocks, whatever the length of the arrays.
 */
public final class RingCommunicator implements Communicator {
    private static final String MODULE = "quern";

    private final int rank;
    private final int ranks;
    private final WireFormat reduced;
    private final int timeoutSeconds;
    private final TransportContext context;
    private final TransportServer server;
    private final TransportClientFactory clients;
    private final Progress received = new Progress();
    private final Progress confirmed = new Progress();
    private final Inbox inbox;
    private List<String> addresses = List.of();
    private volatile @Nullable Outbox outbox;
    private long operations;

    /**
     * Opens a rank's end, at any free port. Its {@link #address} then goes to all others, and theirs to
     * {@link #connect}.
     *
     * @param host by which other ranks reach this one
     * @param reduced how numbers to be added travel; the same on all ranks
     * @param timeoutSeconds how long to wait for a neighbour that neither sends nor takes anything
     */
    public RingCommunicator(
            int rank,
            int ranks,
            String host,
            SparkConf conf,
            SecurityManager security,
            WireFormat reduced,
            int timeoutSeconds) {
        this.rank = rank;
        this.ranks = ranks;
        this.reduced = reduced;
        this.timeoutSeconds = timeoutSeconds;
        inbox = new Inbox(received, this::arrived, this::lost);
        // A connection that is quiet for longer than ranks wait is theirs to judge, not the transport's.
        SparkConf patient = conf.clone()
                .set("spark." + MODULE + ".io.connectionTimeout", 2L * timeoutSeconds + "s")
                .set("spark." + MODULE + ".io.connectionCreationTimeout", timeoutSeconds + "s");
        TransportConf transport =
                SparkTransportConf.fromSparkConf(patient, MODULE, 1, scala.Option.empty(), scala.Option.empty());
        context = new TransportContext(transport, inbox);
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
    public void reduceScatter(ByteBuffer values) throws IOException {
        run(Collective.REDUCE_SCATTER, values);
    }

    @Override
    public void allGather(ByteBuffer values) throws IOException {
        run(Collective.ALL_GATHER, values);
    }

    @Override
    public void allReduce(ByteBuffer values) throws IOException {
        run(Collective.ALL_REDUCE, values);
    }

    private void run(Collective kind, ByteBuffer values) throws IOException {
        if (ranks == 1) {
            return;
        }
        Operation operation = new Operation(operations++, kind, rank, ranks, values.remaining() / Float.BYTES, reduced);
        try {
            exchange(operation, values.slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            // The neighbours should not have to wait to know.
            disconnect();
            throw e;
        } finally {
            inbox.end();
        }
    }

    private void exchange(Operation operation, ByteBuffer values) throws IOException {
        long before = received.count();
        received.expect(operation.blocks());
        inbox.begin(operation, values);
        Outbox out = open();
        try {
            out.begin(operation, values, before);
            received.await(timeoutSeconds, named(before()));
            confirmed.await(timeoutSeconds, named(next()));
        } finally {
            out.end();
        }
    }

    private Outbox open() throws IOException {
        Outbox open = outbox;
        if (open != null) {
            return open;
        }
        String[] address = addresses.get(next()).split(":(?=[0-9]+$)", 2);
        try {
            TransportClient client = clients.createClient(address[0], Integer.parseInt(address[1]));
            outbox = new Outbox(client, received, confirmed, () -> end(next(), confirmed, received));
            return outbox;
        } catch (IOException e) {
            throw new IOException("could not reach " + named(next()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void arrived() {
        Outbox open = outbox;
        if (open != null) {
            open.arrived();
        }
    }

    private void lost(TransportClient connection) {
        Outbox open = outbox;
        if (connection == inbox.before()) {
            end(before(), received, confirmed);
        } else if (open != null && open.uses(connection)) {
            end(next(), confirmed, received);
        }
    }

    /** A rank may leave when nothing is expected from it any more; else all waits end. */
    private void end(int other, Progress progress, Progress rest) {
        IOException loss = new IOException("lost " + named(other));
        if (progress.fail(loss)) {
            rest.fail(loss);
        }
    }

    private int next() {
        return (rank + 1) % ranks;
    }

    private int before() {
        return Math.floorMod(rank - 1, ranks);
    }

    private String named(int other) {
        return "rank " + other + " at " + addresses.get(other);
    }

    private void disconnect() {
        Outbox open = outbox;
        if (open != null) {
            open.disconnect();
        }
        inbox.disconnect();
    }

    /** Ends all connections, which the neighbours notice at once, and the transport's threads. */
    @Override
    public void close() {
        IOException closed = new IOException("rank " + rank + " is closed");
        received.fail(closed);
        confirmed.fail(closed);
        disconnect();
        Outbox open = outbox;
        if (open != null) {
            open.close();
        }
        clients.close();
        server.close();
        context.close();
    }
}
