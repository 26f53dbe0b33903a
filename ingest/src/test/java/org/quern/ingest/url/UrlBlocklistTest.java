package org.quern.ingest.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UrlBlocklistTest {
    private static final UrlBlocklist LIST =
            new UrlBlocklist(Set.of("www.a.example"), Set.of("b.co.uk"), Set.of("casino", "18"));

    private static Optional<String> reason(String url) {
        return CanonicalUrl.of(url).flatMap(LIST::reason);
    }

    @Test
    void hostsAreExact() {
        assertThat(reason("http://WWW.a.example/x")).contains("url.host: www.a.example");
        assertThat(reason("http://a.example/x")).isEmpty();
        assertThat(reason("http://x.www.a.example/")).isEmpty();
    }

    @Test
    void domainsTakeAllTheirHosts() {
        assertThat(reason("http://b.co.uk/")).contains("url.domain: b.co.uk");
        assertThat(reason("http://deep.www.b.co.uk/")).contains("url.domain: b.co.uk");
        assertThat(reason("http://notb.co.uk/")).isEmpty();
    }

    @Test
    void wordsAreWhole() {
        assertThat(reason("http://c.example/best-Casino.html")).contains("url.word: casino");
        assertThat(reason("http://c.example/?over=18")).contains("url.word: 18");
        assertThat(reason("http://c.example/casinos/2018")).isEmpty();
    }

    @Test
    void listsHaveCommentsAndBlankLines() {
        assertThat(UrlBlocklist.entries(List.of("# casinos", "", " A.example ", "b.example")))
                .containsExactlyInAnyOrder("a.example", "b.example");
    }
}
