package org.quern.dedup;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * Union-find over the edges of one partition: the same components as stars, each id joined to the smallest that it is
 * connected with here.
 */
final class LocalStars {
    /** Of a batch: about 120 MB of them. */
    static final int MAX_IDS = 1 << 20;

    private final Map<String, String> parents = new HashMap<>();

    /**
     * An edge of the graph.
     *
     * @param u an id
     * @param v a smaller id
     */
    record Edge(String u, String v) {}

    /** Contracts the edges as they come, in batches that fit into memory. */
    static Iterator<Edge> of(Iterator<Edge> edges) {
        return new Iterator<>() {
            private Iterator<Edge> stars = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                while (!stars.hasNext() && edges.hasNext()) {
                    stars = batch(edges).edges();
                }
                return stars.hasNext();
            }

            @Override
            public Edge next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return stars.next();
            }
        };
    }

    private static LocalStars batch(Iterator<Edge> edges) {
        LocalStars batch = new LocalStars();
        while (edges.hasNext() && batch.parents.size() < MAX_IDS) {
            Edge edge = edges.next();
            batch.add(edge.u, edge.v);
        }
        return batch;
    }

    private void add(String a, String b) {
        String rootA = root(a);
        String rootB = root(b);
        int order = rootA.compareTo(rootB);
        if (order != 0) {
            parents.put(order < 0 ? rootB : rootA, order < 0 ? rootA : rootB);
        }
    }

    /** One edge for each id that is not the smallest of its component. */
    private Iterator<Edge> edges() {
        return parents.keySet().stream()
                .filter(id -> !root(id).equals(id))
                .map(id -> new Edge(id, root(id)))
                .iterator();
    }

    private String root(String id) {
        String root = parents.computeIfAbsent(id, self -> self);
        while (true) {
            String next = Objects.requireNonNull(parents.get(root));
            if (next.equals(root)) {
                break;
            }
            root = next;
        }
        for (String at = id; !at.equals(root); ) {
            at = Objects.requireNonNull(parents.put(at, root));
        }
        return root;
    }
}
