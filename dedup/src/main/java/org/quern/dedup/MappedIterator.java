package org.quern.dedup;

import java.util.Iterator;
import java.util.function.Function;

/** One element for each, made when it is asked for. */
record MappedIterator<A, B>(Iterator<A> elements, Function<A, B> function) implements Iterator<B> {
    @Override
    public boolean hasNext() {
        return elements.hasNext();
    }

    @Override
    public B next() {
        return function.apply(elements.next());
    }
}
