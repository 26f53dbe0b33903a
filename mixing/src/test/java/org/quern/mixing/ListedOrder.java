package org.quern.mixing;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A sampling order over a list in memory: the plain truth that planning is tested against. */
record ListedOrder(Map<String, List<Piece>> domains) implements SamplingOrder {
    record Piece(String domain, String id, long key, long tokens) {}

    static ListedOrder of(List<Piece> pieces) {
        return new ListedOrder(pieces.stream()
                .sorted(Comparator.comparingLong(Piece::key).thenComparing(Piece::id))
                .collect(Collectors.groupingBy(Piece::domain, TreeMap::new, Collectors.toList())));
    }

    @Override
    public Map<String, Supply> supply() {
        Map<String, Supply> supply = new HashMap<>();
        domains.forEach((domain, pieces) -> supply.put(
                domain,
                new Supply(
                        pieces.size(), pieces.stream().mapToLong(Piece::tokens).sum())));
        return supply;
    }

    @Override
    public Map<String, Found> locate(Map<String, Long> tokens) {
        Map<String, Found> found = new HashMap<>();
        tokens.forEach((domain, token) -> found.put(domain, locate(domains.get(domain), token)));
        return found;
    }

    private static Found locate(List<Piece> pieces, long token) {
        long before = 0;
        for (Piece piece : pieces) {
            if (token < before + piece.tokens()) {
                return new Found(piece.key(), piece.id(), before, piece.tokens());
            }
            before += piece.tokens();
        }
        throw new IllegalArgumentException("token " + token + " of " + before);
    }
}
