package org.quern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void cleansWhatNoTextShouldHold() {
        assertThat(PlainText.of("  one\r\ntwo\rthree\tfour\n")).isEqualTo("one\ntwo\nthree\tfour");
        assertThat(PlainText.of("a\0b\u0007c\ud800d")).isEqualTo("abc\ufffdd");
        assertThat(PlainText.of("\ud83d\ude00 x")).isEqualTo("\ud83d\ude00 x");
    }
}
