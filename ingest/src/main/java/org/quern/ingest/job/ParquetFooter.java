package org.quern.ingest.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/**
 * Takes chance out of a Parquet file's footer. Parquet lists a column's encodings in the order of a hash set of enums, whose
 * hashes differ from one JVM to the next; all else in the file depends on the rows alone.
 */
final class ParquetFooter {
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;

    private ParquetFooter() {}

    /** Moves a file, its encodings listed in their own order. */
    static void move(FileSystem files, Path from, Path to) throws IOException {
        long length = files.getFileStatus(from).getLen();
        try (FSDataInputStream in = files.open(from)) {
            byte[] tail = new byte[TAIL_BYTES];
            in.readFully(length - TAIL_BYTES, tail);
            int footerBytes =
                    ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
            long dataBytes = length - TAIL_BYTES - footerBytes;
            in.seek(dataBytes);
            byte[] footer = sorted(Util.readFileMetaData(in));
            in.seek(0);
            try (FSDataOutputStream out = files.create(to, true)) {
                IOUtils.copyBytes(in, out, dataBytes, false);
                out.write(footer);
                out.write(ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(footer.length)
                        .array());
                out.write(MAGIC);
            }
        }
        files.delete(from, false);
    }

    private static byte[] sorted(FileMetaData metadata) throws IOException {
        metadata.getRow_groups().forEach(group -> group.getColumns()
                .forEach(column -> Collections.sort(column.getMeta_data().getEncodings())));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Util.writeFileMetaData(metadata, bytes);
        return bytes.toByteArray();
    }
}
