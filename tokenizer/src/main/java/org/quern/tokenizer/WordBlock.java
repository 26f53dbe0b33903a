package org.quern.tokenizer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counted words as they travel between machines: the length, the bytes and the count of each, lengths and counts in
 * seven bits a byte, the least first.
 */
final class WordBlock {

    private static final int MAX_NUMBER_BYTES = 10;

    private byte[] bytes = new byte[1 << 10];
    private int length;

    private WordBlock() {}

    /** All words, each in the block that its bytes decide. */
    static List<byte[]> split(WordCounts words, int numBlocks) {
        List<WordBlock> blocks = new ArrayList<>();
        for (int i = 0; i < numBlocks; i++) {
            blocks.add(new WordBlock());
        }
        for (int word = words.first(); word < words.end(); word = words.after(word)) {
            blocks.get(words.part(word, numBlocks)).append(words, word);
        }
        return blocks.stream().map(WordBlock::toBytes).toList();
    }

    /**
     * Counts a block's words, those that have at least this count in it.
     *
     * @return how many words the block has
     */
    static long addTo(WordCounts words, byte[] block, long minCount) {
        ByteBuffer in = ByteBuffer.wrap(block);
        long size = 0;
        for (; in.hasRemaining(); size++) {
            int length = (int) number(in);
            int start = in.position();
            in.position(start + length);
            long count = number(in);
            if (count >= minCount) {
                words.add(block, start, start + length, count);
            }
        }
        return size;
    }

    private void append(WordCounts words, int word) {
        int wordLength = words.length(word);
        long end = (long) length + wordLength + 2 * MAX_NUMBER_BYTES;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, WordCounts.grown(bytes.length, end));
        }
        number(wordLength);
        for (int i = 0; i < wordLength; i++) {
            bytes[length++] = words.byteAt(word, i);
        }
        number(words.count(word));
    }

    private void number(long value) {
        long rest = value;
        while (rest >= 0x80) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private static long number(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    private byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
