package org.quern.ingest.warc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * All members of a gzip file as one stream, which knows in which member each of its bytes was. A record is a member as a
 * rule, but some writers put several in one, or cut one in two.
 */
final class MemberStream extends InputStream {
    /** The blank lines that end a record: a record that is said to begin with these at a member's end begins in the next. */
    private static final int MAX_BLANK_BYTES = 4;

    private final GzipMembers members;
    private final TreeMap<Long, Long> memberByFirstByte = new TreeMap<>();
    private InputStream member = InputStream.nullInputStream();
    private long position;

    MemberStream(GzipMembers members) {
        this.members = members;
        this.memberByFirstByte.put(0L, members.position());
    }

    /** Where in the file the member begins that has this byte of the stream. Bytes before it can no longer be asked for. */
    long memberAt(long byteOfStream) {
        Map.Entry<Long, Long> found = memberByFirstByte.floorEntry(byteOfStream + MAX_BLANK_BYTES);
        memberByFirstByte.headMap(found.getKey(), false).clear();
        return found.getValue();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = member.read(target, offset, length);
        while (read < 0 && !members.atEnd()) {
            memberByFirstByte.put(position, members.position());
            member = members.next();
            read = member.read(target, offset, length);
        }
        position += Math.max(0, read);
        return read;
    }

    @Override
    public void close() throws IOException {
        members.close();
    }
}
