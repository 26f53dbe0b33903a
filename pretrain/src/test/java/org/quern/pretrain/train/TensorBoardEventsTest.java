package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TensorBoardEventsTest {
    @TempDir
    Path temporary;

    @Test
    void aFileSaysItsVersionWhereItBeginsAndTheScalars() throws Exception {
        try (TensorBoardEvents events = new TensorBoardEvents(temporary, 7)) {
            events.write(7, new TreeMap<>(Map.of("loss", 2.5, "lr", 1e-3)));
        }
        List<byte[]> records = records(files().get(0));
        assertThat(records).hasSize(3);
        assertThat(fields(records.get(0))).containsEntry(3, "brain.Event:2");
        assertThat(fields(records.get(1))).containsEntry(2, 7L);
        assertThat(fields((byte[]) fields(records.get(1)).get(7))).containsEntry(1, 1L);
        assertThat(fields(records.get(2))).containsEntry(2, 7L);
        byte[] summary = (byte[]) fields(records.get(2)).get(5);
        // The last of the two values.
        Map<Integer, Object> value = fields((byte[]) fields(summary).get(1));
        assertThat(value).containsEntry(1, "lr").containsEntry(2, Float.floatToIntBits(1e-3f));
    }

    @Test
    void checksumsAreTensorFlows() throws Exception {
        // What tensorboard 2.21's RecordWriter writes for the version's event at time 0 begins with the same length.
        try (TensorBoardEvents events = new TensorBoardEvents(temporary, 0)) {
            events.flush();
        }
        byte[] file = Files.readAllBytes(files().get(0));
        byte[] length24 = {24, 0, 0, 0, 0, 0, 0, 0, (byte) 0xa3, 0x7f, 0x4b, 0x22};
        assertThat(file).startsWith(length24);
    }

    @Test
    void everyStartHasAFileAfterTheOnesBefore() throws Exception {
        for (int start = 0; start < 3; start++) {
            new TensorBoardEvents(temporary.resolve("new"), start).close();
        }
        try (Stream<Path> made = Files.list(temporary.resolve("new"))) {
            List<Path> files = made.sorted().toList();
            assertThat(files).hasSize(3);
            for (int start = 0; start < 3; start++) {
                List<byte[]> records = records(files.get(start));
                assertThat(fields(records.get(1)).getOrDefault(2, 0L)).isEqualTo((long) start);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
        }
    }

    private static List<byte[]> records(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] record = new byte[(int) bytes.getLong()];
            bytes.getInt();
            bytes.get(record);
            bytes.getInt();
            records.add(record);
        }
        return records;
    }

    /** The fields of a message by number, the last of each: varints as long, text that is ASCII as String. */
    private static Map<Integer, Object> fields(byte[] message) throws IOException {
        Map<Integer, Object> fields = new TreeMap<>();
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Object value =
                    switch (WireFormat.getTagWireType(tag)) {
                        case WireFormat.WIRETYPE_VARINT -> in.readInt64();
                        case WireFormat.WIRETYPE_FIXED64 -> in.readFixed64();
                        case WireFormat.WIRETYPE_FIXED32 -> in.readFixed32();
                        default -> readable(in.readByteArray());
                    };
            fields.put(WireFormat.getTagFieldNumber(tag), value);
        }
        return fields;
    }

    private static Object readable(byte[] bytes) {
        for (byte b : bytes) {
            if (b < ' ') {
                return bytes;
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
