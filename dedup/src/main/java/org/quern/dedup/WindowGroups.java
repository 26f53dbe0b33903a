package org.quern.dedup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * The wanted {@link TokenWindows} of a document in groups: those in a row that have one anchor, about a quarter of a window's length of
 * them. A row each, in place of one for each window, is a tenth of the rows to sort.
 */
final class WindowGroups implements Iterator<Row> {
    private static final int BYTES = 2 * Long.BYTES + Integer.BYTES;

    /** A group as a row. */
    @SuppressWarnings("ArrayRecordComponent") // the schema of a row, never compared
    record Group(long anchor, long place, byte[] windows) {}

    private final TokenWindows windows;
    private final Predicate<TokenWindows> wanted;
    private final long rank;
    private final ByteBuffer packed;
    private long anchor;
    private long place;
    private @Nullable Row next;

    /**
     * Reads a text.
     *
     * @param length of a window, in tokens
     */
    WindowGroups(String text, int length, long rank, Predicate<TokenWindows> wanted) {
        windows = new TokenWindows(text, length);
        packed = ByteBuffer.allocate(length * BYTES);
        this.rank = rank;
        this.wanted = wanted;
        next = advance();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Row next() {
        Row row = next;
        if (row == null) {
            throw new NoSuchElementException();
        }
        next = advance();
        return row;
    }

    private @Nullable Row advance() {
        Row group = null;
        while (group == null && windows.next()) {
            group = windows.hasNewAnchor() ? group() : null;
            if (wanted.test(windows)) {
                add();
            }
        }
        return group == null ? group() : group;
    }

    private void add() {
        if (packed.position() == 0) {
            anchor = windows.anchor();
            place = Place.of(rank, windows.index());
        }
        packed.putLong(windows.high()).putLong(windows.low()).putInt(windows.beginPoint());
    }

    /** What was added since the group before; null if nothing was. */
    private @Nullable Row group() {
        if (packed.position() == 0) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(packed.array(), packed.position());
        packed.clear();
        return RowFactory.create(anchor, place, bytes);
    }

    /** For groups in the order of anchors and places, the runs of those windows of which an earlier document has the like. */
    static final class Firsts {
        private final int length;
        private Map<ExactHash, Start> firsts = new HashMap<>();
        private long anchor;

        private record Start(long place, int begin) {}

        Firsts(int length) {
            this.length = length;
        }

        /** The runs of the next group. */
        List<RepeatedRun> runs(Row group) {
            if (group.getLong(0) != anchor) {
                firsts = new HashMap<>(); // to clear a table costs what it once had
                anchor = group.getLong(0);
            }
            List<RepeatedRun> repeated = new ArrayList<>();
            long place = group.getLong(1);
            for (ByteBuffer packed = ByteBuffer.wrap(group.getAs(2)); packed.hasRemaining(); place++) {
                ExactHash hash = new ExactHash(packed.getLong(), packed.getLong());
                Start here = new Start(place, packed.getInt());
                Start first = firsts.putIfAbsent(hash, here);
                if (first != null && Place.rank(first.place) < Place.rank(place)) {
                    repeated.add(RepeatedRun.of(place, first.place, first.begin, length));
                }
            }
            List<RepeatedRun> runs = new ArrayList<>();
            RepeatedRun.joined(repeated.iterator(), length).forEachRemaining(runs::add);
            return runs;
        }
    }
}
