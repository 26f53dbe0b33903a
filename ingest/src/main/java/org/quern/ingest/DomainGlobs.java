package org.quern.ingest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Domains by globs on the source; of several globs that match, the longest counts, then the first by alphabet. */
final class DomainGlobs {
    private final List<Map.Entry<String, String>> longestFirst;

    DomainGlobs(Map<String, String> domains) {
        longestFirst = domains.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, String>>comparingInt(
                                entry -> -entry.getKey().length())
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    Optional<String> domain(String source) {
        return longestFirst.stream()
                .filter(entry -> matches(entry.getKey(), source))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Linear in practice and never worse than pattern times text: it goes back to the last star only. */
    static boolean matches(String glob, String text) {
        int g = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                resume = t;
            } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == text.charAt(t))) {
                g++;
                t++;
            } else if (star >= 0) {
                g = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
