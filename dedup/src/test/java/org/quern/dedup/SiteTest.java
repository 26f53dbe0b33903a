package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SiteTest {
    @Test
    void theHostWithoutWww() {
        assertThat(Site.host("https://www.Example.org:443/a?b")).contains("example.org");
        assertThat(Site.host("http://blog.example.org/")).contains("blog.example.org");
        assertThat(Site.host("http://www2.example.org/")).contains("www2.example.org");
    }

    @Test
    void whatIsNotOnTheWebHasNone() {
        assertThat(Site.host("")).isEmpty();
        assertThat(Site.host("file:///tmp/a.html")).isEmpty();
        assertThat(Site.host("archive.zip!/a.html")).isEmpty();
    }
}
