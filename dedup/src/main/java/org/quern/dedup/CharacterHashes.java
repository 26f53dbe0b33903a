package org.quern.dedup;

/** Characters, UTF-16 units, of the normalised text, in which one space stands between two words. */
final class CharacterHashes extends TextUnits {
    private boolean ended;

    @Override
    void letter(char c) {
        if (ended && !isEmpty()) {
            add(Mix64.mix(' '));
        }
        ended = false;
        add(Mix64.mix(c));
    }

    @Override
    void close() {
        ended = true;
    }
}
