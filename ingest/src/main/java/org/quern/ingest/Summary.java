package org.quern.ingest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Version;

/**
 * What ingest kept and dropped, in numbers, with some of what was dropped to look at: all that its page shows.
 *
 * @param config the job's whole configuration
 * @param reasons why documents were dropped, the most frequent first
 * @param sources the files read, or where they are many the folders
 * @param examples dropped documents, a few for each reason
 */
record Summary(
        JsonNode config,
        List<Reason> reasons,
        List<Share> domains,
        List<Share> languages,
        List<Share> lengths,
        List<Share> sources,
        List<Example> examples) {

    Summary {
        reasons = List.copyOf(reasons);
        domains = List.copyOf(domains);
        languages = List.copyOf(languages);
        lengths = List.copyOf(lengths);
        sources = List.copyOf(sources);
        examples = List.copyOf(examples);
    }

    /** Documents dropped for one reason. */
    record Reason(String reason, long documents, long bytes) {}

    /**
     * The documents that have something in common.
     *
     * @param in documents read
     * @param bytes of text in UTF-8, of what was kept
     */
    record Share(String name, long in, long kept, long bytes) {
        Share plus(Share other) {
            return new Share(name, in + other.in, kept + other.kept, bytes + other.bytes);
        }
    }

    /**
     * A dropped document.
     *
     * @param reason with the value that the rule found
     * @param text its beginning
     */
    record Example(String reason, String url, String source, long offset, String text) {}

    /**
     * Documents alike in all that is counted.
     *
     * @param reason why they were dropped, without its value; empty if they were kept
     * @param length the power of two at or below their bytes, 0 for none
     */
    record Group(String reason, String domain, String language, int length, long documents, long bytes) {}

    static Summary of(JsonNode config, List<Group> groups, List<Share> sources, List<Example> examples) {
        return new Summary(
                config,
                reasons(groups),
                byName(groups, Group::domain, Comparator.naturalOrder()),
                byName(groups, Group::language, Comparator.naturalOrder()),
                byName(groups, group -> Integer.toString(group.length()), Comparator.comparing(Integer::valueOf)),
                sources,
                examples);
    }

    private static List<Reason> reasons(List<Group> groups) {
        Map<String, Reason> reasons = new TreeMap<>();
        for (Group group : groups) {
            if (!group.reason().isEmpty()) {
                reasons.merge(
                        group.reason(),
                        new Reason(group.reason(), group.documents(), group.bytes()),
                        (a, b) -> new Reason(a.reason(), a.documents() + b.documents(), a.bytes() + b.bytes()));
            }
        }
        List<Reason> sorted = new ArrayList<>(reasons.values());
        sorted.sort(Comparator.comparingLong(Reason::documents).reversed());
        return sorted;
    }

    private static List<Share> byName(List<Group> groups, Function<Group, String> name, Comparator<String> order) {
        Map<String, Share> shares = new TreeMap<>(order);
        for (Group group : groups) {
            boolean kept = group.reason().isEmpty();
            shares.merge(
                    name.apply(group),
                    new Share(
                            name.apply(group),
                            group.documents(),
                            kept ? group.documents() : 0,
                            kept ? group.bytes() : 0),
                    Share::plus);
        }
        return new ArrayList<>(shares.values());
    }

    /** Quern's version, for the page's foot. */
    public String version() {
        return Version.CURRENT;
    }

    /** The numbers for the manifest. */
    @JsonIgnore
    Counts counts() {
        Share all = domains.stream().reduce(new Share("", 0, 0, 0), (a, b) -> new Share("", 0, 0, 0)
                .plus(a)
                .plus(b));
        Counts counts = Counts.empty()
                .with(Counts.IN, all.in())
                .with(Counts.KEPT, all.kept())
                .with(Counts.DROPPED, all.in() - all.kept())
                .with("bytes", all.bytes());
        reasons.forEach(reason -> counts.with(Counts.DROPPED + "." + reason.reason(), reason.documents()));
        add(counts, "domain", domains);
        add(counts, "language", languages);
        add(counts, "length", lengths);
        add(counts, "source", sources);
        return counts;
    }

    private static void add(Counts counts, String what, List<Share> shares) {
        for (Share share : shares) {
            counts.with(String.join(".", Counts.IN, what, share.name()), share.in());
            counts.with(String.join(".", Counts.KEPT, what, share.name()), share.kept());
        }
    }
}
