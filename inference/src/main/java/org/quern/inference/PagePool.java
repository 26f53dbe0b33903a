package org.quern.inference;

import java.util.Arrays;

/**
 * Which pages of a cache are free, and how many sequences hold each of the others. Page 0 belongs to nobody: it fills the
 * tables of short sequences up to the length of the longest.
 */
final class PagePool {
    private final int[] free;
    private final int[] holders;
    private int numFree;

    /**
     * A pool whose pages are all free.
     *
     * @param pages page 0 included; at least 2
     */
    PagePool(int pages) {
        holders = new int[pages];
        free = new int[pages - 1];
        for (int i = 0; i < free.length; i++) {
            free[i] = pages - 1 - i;
        }
        numFree = free.length;
    }

    int numFree() {
        return numFree;
    }

    /** Pages that somebody holds. */
    int numHeld() {
        return free.length - numFree;
    }

    /** Hands out a free page, held once; there must be one. */
    int take() {
        int page = free[--numFree];
        holders[page] = 1;
        return page;
    }

    /** One more sequence holds a page that somebody holds already. */
    void share(int page) {
        holders[page]++;
    }

    /** One sequence less holds a page; free after the last. */
    void release(int page) {
        if (--holders[page] == 0) {
            free[numFree++] = page;
        } else if (holders[page] < 0) {
            throw new IllegalStateException("page " + page + " was released more often than held: "
                    + Arrays.toString(Arrays.copyOf(free, numFree)));
        }
    }
}
