package org.quern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void cleansWhatNoTextShouldHold() {
        assertThat(PlainText.of("  one\r\ntwo\rthree\tfour\n")).isEqualTo("one\ntwo\nthree\tfour");
        assertThat(PlainText.of("a\0b\u0007c\ud800d")).isEqualTo("abc\ufffdd");
        assertThat(PlainText.of("\ud83d\ude00 x")).isEqualTo("\ud83d\ude00 x");
        assertThat(PlainText.of("a\ufeffb\u0085c\u009fd\u007f")).isEqualTo("abcd");
    }

    @Test
    void composesAndRepairs() {
        assertThat(PlainText.of("Mu\u0308hle")).isEqualTo("M\u00fchle");
        assertThat(PlainText.of("Die M\u00c3\u00bchle")).isEqualTo("Die M\u00fchle");
    }
}
