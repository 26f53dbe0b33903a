package org.quern.ingest.rules;

import java.util.function.IntPredicate;

/** A set of UTF-16 units that is asked by one look into a table, however costly the question was that it answers. */
final class CharSet {
    static final CharSet LETTERS = where(Character::isLetter);

    private final boolean[] members = new boolean[Character.MAX_VALUE + 1];

    private CharSet() {}

    static CharSet of(String chars) {
        CharSet set = new CharSet();
        chars.chars().forEach(c -> set.members[c] = true);
        return set;
    }

    static CharSet where(IntPredicate isMember) {
        CharSet set = new CharSet();
        for (int c = 0; c < set.members.length; c++) {
            set.members[c] = isMember.test(c);
        }
        return set;
    }

    CharSet or(IntPredicate isMember) {
        return where(c -> members[c] || isMember.test(c));
    }

    boolean has(char c) {
        return members[c];
    }
}
