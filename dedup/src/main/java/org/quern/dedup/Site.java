package org.quern.dedup;

import java.util.Optional;
import org.quern.ingest.url.CanonicalUrl;

/** The site that a page belongs to. */
final class Site {
    private static final String WWW = "www.";

    private Site() {}

    /**
     * The host of an address, in ASCII and without {@code www.}; empty where there is none, as of a file. Not the registered domain:
     * the hosts of a university or a publisher have little in common.
     */
    static Optional<String> host(String url) {
        return CanonicalUrl.of(url)
                .map(CanonicalUrl::host)
                .map(host -> host.startsWith(WWW) ? host.substring(WWW.length()) : host);
    }
}
