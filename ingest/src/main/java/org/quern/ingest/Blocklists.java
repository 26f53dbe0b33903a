package org.quern.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.quern.ingest.url.UrlBlocklist;

/**
 * The files of a {@link UrlBlocklist}, an entry a line.
 *
 * @param hosts files of exact hosts
 * @param domains files of registered domains
 * @param words files of words that no address may have
 */
public record Blocklists(List<String> hosts, List<String> domains, List<String> words) implements Serializable {
    /** No files. */
    public static final Blocklists NONE = new Blocklists(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Blocklists {
        hosts = List.copyOf(hosts);
        domains = List.copyOf(domains);
        words = List.copyOf(words);
    }

    List<String> files() {
        return Stream.of(hosts, domains, words).flatMap(List::stream).toList();
    }

    /** Reads all files; that they exist {@link org.quern.ingest.job.JobRunner} has seen to. */
    UrlBlocklist read(Configuration hadoop) throws IOException {
        return new UrlBlocklist(entries(hadoop, hosts), entries(hadoop, domains), entries(hadoop, words));
    }

    private static Set<String> entries(Configuration hadoop, List<String> files) throws IOException {
        Set<String> entries = new HashSet<>();
        for (String file : files) {
            Path path = new Path(file);
            FileSystem system = path.getFileSystem(hadoop);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(system.open(path), StandardCharsets.UTF_8))) {
                entries.addAll(UrlBlocklist.entries(lines.lines().toList()));
            }
        }
        return entries;
    }
}
