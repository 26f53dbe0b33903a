package org.quern.dedup;

/** Words: an FNV-like hash of their letters, mixed. */
final class WordHashes extends TextUnits {
    private long open;
    private boolean inWord;

    @Override
    void letter(char c) {
        if (!inWord) {
            inWord = true;
            open = Mix64.SEED;
        }
        open = (open ^ c) * Mix64.MULTIPLIER;
    }

    /** What {@link #letter} does for each, without a field to write and to read in between. */
    @Override
    int letters(char[] chars, int start, int end) {
        long hash = inWord ? open : Mix64.SEED;
        int i = start;
        while (i < end && Characters.isAsciiLetter(chars[i])) {
            hash = (hash ^ Characters.lowerAscii(chars[i])) * Mix64.MULTIPLIER;
            i++;
        }
        open = hash;
        inWord = true;
        return i;
    }

    @Override
    void close() {
        if (inWord) {
            add(Mix64.mix(open));
            inWord = false;
        }
    }
}
