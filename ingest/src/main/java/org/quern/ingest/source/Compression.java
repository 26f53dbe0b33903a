package org.quern.ingest.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** How a file is compressed as a whole, by the end of its name. */
enum Compression {
    NONE("", "", 1),
    GZIP(".gz", ".tgz", 5),
    ZSTD(".zst", ".tzst", 6),
    BZIP2(".bz2", ".tbz2", 6),
    XZ(".xz", ".txz", 6);

    private static final int BUFFER_BYTES = 1 << 16;

    /** Four times what {@code xz -9} asks for. */
    private static final int MAX_XZ_MEMORY_KIB = 256 << 10;

    private final String suffix;
    private final String tarSuffix;
    private final int ratio;

    Compression(String suffix, String tarSuffix, int ratio) {
        this.suffix = suffix;
        this.tarSuffix = tarSuffix;
        this.ratio = ratio;
    }

    static Compression ofName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(form -> form != NONE && (name.endsWith(form.suffix) || name.endsWith(form.tarSuffix)))
                .findFirst()
                .orElse(NONE);
    }

    /** The lower-case name without what tells the compression: {@code a.tar} of {@code a.tar.gz} and of {@code a.tgz}. */
    String strip(String fileName) {
        return fileName.endsWith(suffix)
                ? fileName.substring(0, fileName.length() - suffix.length())
                : fileName.substring(0, fileName.length() - tarSuffix.length()) + ".tar";
    }

    /** Whether records can be found from the middle of a file: of gzip those that are a member each. */
    boolean isDivisible() {
        return this == NONE || this == GZIP;
    }

    /** About how many bytes of text or HTML one byte holds. */
    int ratio() {
        return ratio;
    }

    InputStream open(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
            case ZSTD -> new ZstdInputStream(in);
            case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(in, BUFFER_BYTES), true);
            case XZ ->
                XZCompressorInputStream.builder()
                        .setInputStream(new BufferedInputStream(in, BUFFER_BYTES))
                        .setDecompressConcatenated(true)
                        .setMemoryLimitKiB(MAX_XZ_MEMORY_KIB)
                        .get();
        };
    }
}
