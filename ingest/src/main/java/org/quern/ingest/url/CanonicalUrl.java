package org.quern.ingest.url;

import crawlercommons.domains.EffectiveTldFinder;
import crawlercommons.filters.basic.BasicURLNormalizer;
import crawlercommons.filters.basic.BasicURLNormalizer.IdnNormalization;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A web address in its canonical form, by crawler-commons: scheme and host in lower case, host in ASCII, no default port,
 * no fragment, dots and escapes of the path resolved, parameters of the query sorted, those that only track left out.
 *
 * @param url the form itself
 * @param host its host, in ASCII
 */
public record CanonicalUrl(String url, String host) {
    private static final int MAX_LENGTH = 2_083;
    private static final List<String> TRACKING = List.of(
            "utm_source",
            "utm_medium",
            "utm_campaign",
            "utm_term",
            "utm_content",
            "utm_id",
            "gclid",
            "gclsrc",
            "dclid",
            "fbclid",
            "msclkid",
            "yclid",
            "igshid",
            "mc_cid",
            "mc_eid",
            "_ga",
            "_gl",
            "jsessionid",
            "phpsessid");

    /** The canonical form; empty if the address is none of http or https, cannot be parsed, or is over 2,083 characters. */
    public static Optional<CanonicalUrl> of(String url) {
        String lower = url.length() > MAX_LENGTH ? "" : url.strip().toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            return Optional.empty();
        }
        return Optional.ofNullable(Holder.NORMALIZER.filter(url.strip()))
                .flatMap(canonical -> host(canonical).map(host -> new CanonicalUrl(canonical, host)));
    }

    /**
     * The part of the host that its owner registered, by the Public Suffix List with its private domains: for
     * {@code www.a.co.uk} {@code a.co.uk}; the host itself where there is none, as of an IP address.
     */
    public String registeredDomain() {
        return Optional.ofNullable(EffectiveTldFinder.getAssignedDomain(host, true, false))
                .orElse(host);
    }

    private static Optional<String> host(String url) {
        try {
            return Optional.ofNullable(new URI(url).getHost());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static final class Holder {
        private static final BasicURLNormalizer NORMALIZER = BasicURLNormalizer.newBuilder()
                .queryParamsToRemove(TRACKING)
                .idnNormalization(IdnNormalization.PUNYCODE)
                .build();
    }
}
