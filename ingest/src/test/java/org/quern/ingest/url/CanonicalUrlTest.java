package org.quern.ingest.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalUrlTest {
    @ParameterizedTest
    @CsvSource({
        "HTTP://WWW.A.example:80/b/../c/./d#part, http://www.a.example/c/d",
        "https://a.example:443, https://a.example/",
        "https://a.example/?b=2&a=1, https://a.example/?a=1&b=2",
        "https://a.example/p?utm_source=x&id=7&fbclid=y, https://a.example/p?id=7",
        "http://a.example/%7Euser/%e4, http://a.example/~user/%E4",
        "http://bücher.example/, http://xn--bcher-kva.example/",
    })
    void oneFormForAll(String url, String canonical) {
        assertThat(CanonicalUrl.of(url)).map(CanonicalUrl::url).contains(canonical);
        assertThat(CanonicalUrl.of(canonical)).map(CanonicalUrl::url).contains(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "http://www.news.a.co.uk/x, a.co.uk",
        "https://blog.a.example.com/, example.com",
        "https://someone.github.io/p, someone.github.io",
        "http://192.0.2.7/, 192.0.2.7",
        "http://localhost/, localhost",
    })
    void registeredDomainsFollowThePublicSuffixList(String url, String domain) {
        assertThat(CanonicalUrl.of(url)).map(CanonicalUrl::registeredDomain).contains(domain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "in/a.txt", "mailto:a@b.example", "http://", "http://a b.example/", "http://[1/"})
    void whatIsNoWebAddressHasNoForm(String url) {
        assertThat(CanonicalUrl.of(url)).isEmpty();
    }
}
