package org.quern.pretrain.train;

import com.google.protobuf.CodedOutputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Scalars for TensorBoard: a file of records {@code length (uint64), masked CRC of it, Event, masked CRC of that}, all
 * little-endian, an Event being the protobuf message of tensorflow/core/util/event.proto.
 *
 * <p>Each start of a run has a file of its own. It begins by saying from which step on it counts, and TensorBoard then
 * drops what earlier files hold from there on: curves of a restarted run do not double.
 */
final class TensorBoardEvents implements Closeable {
    // Field numbers of Event, Summary, Summary.Value and SessionLog.
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int STATUS = 1;

    private static final int SESSION_START = 1;
    private static final int CRC_MASK = 0xa282ead8;

    private final OutputStream out;

    /** Writes the fields of a message. */
    private interface Message {
        void write(CodedOutputStream fields) throws IOException;
    }

    /**
     * Opens a new file.
     *
     * @param folder that TensorBoard is to read; made if it is not there
     * @param firstStep of this run's start: what earlier files hold from it on no longer counts
     */
    TensorBoardEvents(Path folder, long firstStep) throws IOException {
        Files.createDirectories(folder);
        long earlier;
        try (Stream<Path> files = Files.list(folder)) {
            earlier = files.count();
        }
        // TensorBoard reads files in the order of their names.
        String name = "events.out.tfevents.%010d.%05d".formatted(System.currentTimeMillis() / 1000, earlier);
        out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE_NEW));
        event(fields -> fields.writeString(FILE_VERSION, "brain.Event:2"));
        event(fields -> {
            fields.writeInt64(STEP, firstStep);
            message(fields, SESSION_LOG, session -> session.writeEnum(STATUS, SESSION_START));
        });
        out.flush();
    }

    /** Writes the values of a step, by tag. */
    void write(long step, Map<String, Double> scalars) throws IOException {
        event(fields -> {
            fields.writeInt64(STEP, step);
            message(fields, SUMMARY, summary -> {
                for (Map.Entry<String, Double> scalar : scalars.entrySet()) {
                    message(summary, VALUE, value -> {
                        value.writeString(TAG, scalar.getKey());
                        value.writeFloat(SIMPLE_VALUE, scalar.getValue().floatValue());
                    });
                }
            });
        });
    }

    /** Makes what was written visible to TensorBoard. */
    void flush() throws IOException {
        out.flush();
    }

    private void event(Message event) throws IOException {
        byte[] message = bytes(fields -> {
            fields.writeDouble(WALL_TIME, System.currentTimeMillis() / 1e3);
            event.write(fields);
        });
        byte[] length = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(message.length)
                .array();
        out.write(length);
        out.write(maskedCrc(length));
        out.write(message);
        out.write(maskedCrc(message));
    }

    private static void message(CodedOutputStream fields, int number, Message inner) throws IOException {
        fields.writeByteArray(number, bytes(inner));
    }

    private static byte[] bytes(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream fields = CodedOutputStream.newInstance(bytes);
        message.write(fields);
        fields.flush();
        return bytes.toByteArray();
    }

    private static byte[] maskedCrc(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int masked = Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK;
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(masked)
                .array();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
