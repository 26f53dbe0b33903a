package org.quern.ingest.url;

import java.io.Serializable;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Addresses that are not wanted.
 *
 * @param hosts exact hosts, such as {@code www.a.example}
 * @param domains registered domains, with all hosts below them
 * @param words whole words of an address: what is between characters that are neither letters nor digits
 */
public record UrlBlocklist(Set<String> hosts, Set<String> domains, Set<String> words) implements Serializable {
    /** Blocks nothing. */
    public static final UrlBlocklist NONE = new UrlBlocklist(Set.of(), Set.of(), Set.of());

    /** Copies the entries. */
    public UrlBlocklist {
        hosts = Set.copyOf(hosts);
        domains = Set.copyOf(domains);
        words = Set.copyOf(words);
    }

    /** The entries among the lines of a list, in lower case. */
    public static Set<String> entries(Collection<String> lines) {
        return lines.stream()
                .map(line -> line.strip().toLowerCase(Locale.ROOT))
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Why the address is blocked, as {@code url.host: a.example}; empty if it is not. Linear in the address. */
    public Optional<String> reason(CanonicalUrl url) {
        if (hosts.contains(url.host())) {
            return Optional.of("url.host: " + url.host());
        }
        if (!domains.isEmpty() && domains.contains(url.registeredDomain())) {
            return Optional.of("url.domain: " + url.registeredDomain());
        }
        return words.isEmpty()
                ? Optional.empty()
                : blockedWord(url.url().toLowerCase(Locale.ROOT)).map(word -> "url.word: " + word);
    }

    private Optional<String> blockedWord(String url) {
        int start = 0;
        for (int i = 0; i <= url.length(); i++) {
            if (i == url.length() || !Character.isLetterOrDigit(url.charAt(i))) {
                String word = url.substring(start, i);
                if (words.contains(word)) {
                    return Optional.of(word);
                }
                start = i + 1;
            }
        }
        return Optional.empty();
    }
}
