package org.quern.inference;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pages of prompts that later prompts may begin with. It holds its pages, the least recently used of which it gives up when
 * others need room.
 */
final class PrefixIndex {
    private final PagePool pool;
    private final int lookahead;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long numEntries;

    /** A page's tokens after those of the pages before it. */
    private record Key(long before, List<Integer> tokens) {}

    private record Entry(long id, int page) {}

    /** @param lookahead tokens after a page on which its content depends too: one for each MTP layer */
    PrefixIndex(PagePool pool, int lookahead) {
        this.pool = pool;
        this.lookahead = lookahead;
    }

    /**
     * Gives a sequence without pages those that its prompt shares, but never its prompt's last position, which is read again
     * for the sake of the next token.
     *
     * @return how many positions they hold
     */
    int share(Sequence sequence) {
        long before = 0;
        int page = 0;
        while (isWhole(sequence, page)) {
            Entry entry = entries.get(key(sequence, page, before));
            if (entry == null) {
                break;
            }
            pool.share(entry.page());
            sequence.addPage(entry.page());
            before = entry.id();
            page++;
        }
        return page * KvCache.PAGE;
    }

    /** Remembers the pages of a prompt that has been read. */
    void add(Sequence sequence) {
        long before = 0;
        for (int page = 0; isWhole(sequence, page); page++) {
            Key key = key(sequence, page, before);
            Entry entry = entries.get(key);
            if (entry == null) {
                entry = new Entry(++numEntries, (int) sequence.page(page));
                entries.put(key, entry);
                pool.share(entry.page());
            }
            before = entry.id();
        }
    }

    /** Gives up the page used longest ago; whether there was one. It is free once no sequence holds it. */
    boolean giveUp() {
        Iterator<Entry> oldest = entries.values().iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        pool.release(oldest.next().page());
        oldest.remove();
        return true;
    }

    private boolean isWhole(Sequence sequence, int page) {
        return (page + 1) * KvCache.PAGE + Math.max(1, lookahead) <= sequence.prompt().length;
    }

    private Key key(Sequence sequence, int page, long before) {
        List<Integer> tokens = new ArrayList<>();
        for (int i = page * KvCache.PAGE; i < (page + 1) * KvCache.PAGE + lookahead; i++) {
            tokens.add(sequence.prompt()[i]);
        }
        return new Key(before, tokens);
    }
}
