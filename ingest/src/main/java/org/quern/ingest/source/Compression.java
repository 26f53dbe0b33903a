package org.quern.ingest.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How a file is compressed as a whole, by the end of its name. */
enum Compression {
    NONE("", 1),
    GZIP(".gz", 5),
    ZSTD(".zst", 6);

    private static final int BUFFER_BYTES = 1 << 16;

    private final String suffix;
    private final int ratio;

    Compression(String suffix, int ratio) {
        this.suffix = suffix;
        this.ratio = ratio;
    }

    static Compression ofName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.endsWith(GZIP.suffix) ? GZIP : name.endsWith(ZSTD.suffix) ? ZSTD : NONE;
    }

    /** The name without what tells the compression. */
    String strip(String fileName) {
        return fileName.substring(0, fileName.length() - suffix.length());
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
        };
    }
}
