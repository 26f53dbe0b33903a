package org.quern.pretrain.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Methods in TorchScript's language, packed as the archive that libtorch loads. */
final class TorchScriptArchive {
    private static final String CLASS_HEAD = """
            class Ops(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
            """;
    /** Pickle protocol 2: {@code __torch__.Ops.__new__()} with the state {@code {"training": False}}. */
    private static final byte[] OBJECT = latin("\u0080\u0002c__torch__\nOps\n)\u0081}X\u0008\0\0\0training\u0089sb.");

    private static final byte[] EMPTY_TUPLE = latin("\u0080\u0002).");

    /** The serialised language knows types and layouts by number only. */
    private static final Map<String, String> NUMBERS = Map.of(
            "torch.float32", "6",
            "torch.int64", "4",
            "torch.bool", "11",
            "torch.int8", "1",
            "torch.bfloat16", "15",
            "torch.contiguous_format", "0");

    private TorchScriptArchive() {}

    static byte[] write(String methods) {
        String body = methods;
        for (Map.Entry<String, String> number : NUMBERS.entrySet()) {
            body = body.replace(number.getKey(), number.getValue());
        }
        String code = CLASS_HEAD + body.lines().map(line -> "  " + line + "\n").collect(Collectors.joining());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "ops/data.pkl", OBJECT);
            store(zip, "ops/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "ops/constants.pkl", EMPTY_TUPLE);
            store(zip, "ops/version", latin("3\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTime(0);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
