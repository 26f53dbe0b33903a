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

    @Override
    void close() {
        if (inWord) {
            add(Mix64.mix(open));
            inWord = false;
        }
    }
}
