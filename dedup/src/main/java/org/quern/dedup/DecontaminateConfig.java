package org.quern.dedup;

import java.io.Serializable;
import java.util.List;

/**
 * Configuration of {@link DecontaminateJob}.
 *
 * @param sets files of evaluation sets, JSONL, compressed or not; each string of a line's object is looked for, whatever its key
 * @param words in a row that a document must share with an item to be contaminated by it
 * @param minWords an item's string of fewer than {@code words} is looked for whole, if it has as many as this
 * @param cut whether a contaminated document stays, without the lines that hold such words; else it is dropped
 * @param numFiles of each table
 */
public record DecontaminateConfig(List<String> sets, int words, int minWords, boolean cut, int numFiles)
        implements Serializable {
    /** Validates. */
    public DecontaminateConfig {
        sets = List.copyOf(sets);
        if (words < 1) {
            throw new IllegalArgumentException(
                    "words must be at least 1, got " + words + "; GPT-3 takes 13, fewer find common phrases");
        }
        if (minWords < 1 || minWords > words) {
            throw new IllegalArgumentException(
                    "minWords must be in 1.." + words + ", as words says, got " + minWords + "; GPT-3 takes 8");
        }
        if (numFiles < 1) {
            throw new IllegalArgumentException("numFiles must be at least 1, got " + numFiles);
        }
    }

    /** 13 words, and shorter strings of at least 8, as GPT-3 (arXiv 2005.14165, appendix C); whole documents are dropped. */
    public static DecontaminateConfig defaults() {
        return new DecontaminateConfig(List.of(), 13, 8, false, 4);
    }
}
