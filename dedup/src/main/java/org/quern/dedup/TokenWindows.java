package org.quern.dedup;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All runs of {@code length} tokens of a text, one after another, each with a 122-bit hash and with its anchor: a shorter run
 * inside it, selected by {@link Winnowing} of what the window holds. Equal windows have equal anchors, and one anchor serves
 * about a quarter of {@code length} windows in a row: a window whose anchor no other document has is nowhere else either.
 */
final class TokenWindows {
    /** Any two numbers below 2^61 - 1 do, as long as nobody picks texts to suit them. */
    private static final long BASE_HIGH = 0x1A73C5E90B4D2F87L;

    private static final long BASE_LOW = 0x0F1D83B65A2C97E1L;

    private final Tokens tokens;
    private final RollingHash anchors;
    private final RollingHash highs;
    private final RollingHash lows;
    private final Winnowing winnowing;
    private final int anchorLength;
    private final int[] begins;
    private int count;
    private long high;
    private long low;
    private boolean newAnchor;

    TokenWindows(String text, int length) {
        tokens = new Tokens(text);
        anchorLength = (length + 1) / 2;
        anchors = new RollingHash(anchorLength, BASE_HIGH);
        highs = new RollingHash(length, BASE_HIGH);
        lows = new RollingHash(length, BASE_LOW);
        winnowing = new Winnowing(length - anchorLength + 1);
        begins = new int[length];
    }

    /** Goes on to the next window; false where there is none. */
    boolean next() {
        while (tokens.next()) {
            take();
            if (count >= begins.length) {
                return true;
            }
        }
        return false;
    }

    /** What is made of each window that is wanted, lazily; the function sees this, at that window. */
    <T> Iterator<T> select(Predicate<TokenWindows> wanted, Function<TokenWindows, T> function) {
        return new Iterator<>() {
            private @Nullable T next = advance();

            private @Nullable T advance() {
                while (TokenWindows.this.next()) {
                    if (wanted.test(TokenWindows.this)) {
                        return function.apply(TokenWindows.this);
                    }
                }
                return null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public T next() {
                T current = next;
                if (current == null) {
                    throw new NoSuchElementException();
                }
                next = advance();
                return current;
            }
        };
    }

    private void take() {
        long token = tokens.hash();
        begins[count % begins.length] = tokens.beginPoint();
        count++;
        high = highs.roll(token);
        low = lows.roll(token);
        long anchor = Mix64.mix(anchors.roll(token));
        newAnchor = count >= anchorLength && winnowing.add(anchor);
    }

    /** The index of its first token, which is its own among the windows. */
    int index() {
        return count - begins.length;
    }

    /** Where its first token begins, in code points. */
    int beginPoint() {
        return begins[count % begins.length];
    }

    /** Whether the window before had its anchor at another place. */
    boolean hasNewAnchor() {
        return newAnchor;
    }

    /** The hash of the anchor. */
    long anchor() {
        return winnowing.value();
    }

    /** Half of the window's hash. */
    long high() {
        return high;
    }

    /** The other half. */
    long low() {
        return low;
    }
}
