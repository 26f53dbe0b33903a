package org.quern.ingest.html;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtmlDecoderTest {
    @Test
    void headerThenMetaThenWhatIsValid() {
        byte[] meta = "<meta charset=\"windows-1251\">Мельница".getBytes(Charset.forName("windows-1251"));

        assertThat(HtmlDecoder.html(meta, Optional.empty())).endsWith("Мельница");
        assertThat(HtmlDecoder.html("Mühle".getBytes(ISO_8859_1), Optional.of("latin1")))
                .isEqualTo("Mühle");
        assertThat(HtmlDecoder.html("Mühle".getBytes(UTF_8), Optional.empty())).isEqualTo("Mühle");
        assertThat(HtmlDecoder.html("Mühle".getBytes(ISO_8859_1), Optional.empty()))
                .isEqualTo("Mühle");
        assertThat(HtmlDecoder.html("磨坊".getBytes(Charset.forName("GBK")), Optional.of("gb2312")))
                .isEqualTo("磨坊");
    }

    @Test
    void distrustsFalseUtf8AndUnknownNames() {
        assertThat(HtmlDecoder.html("Mühle".getBytes(ISO_8859_1), Optional.of("utf-8")))
                .isEqualTo("Mühle");
        assertThat(HtmlDecoder.html("Mühle".getBytes(UTF_8), Optional.of("no such")))
                .isEqualTo("Mühle");
    }

    @Test
    void byteOrderMarksWin() {
        assertThat(HtmlDecoder.html("\ufeffMühle".getBytes(UTF_16LE), Optional.of("latin1")))
                .isEqualTo("Mühle");
        assertThat(HtmlDecoder.text("\ufeffMühle".getBytes(UTF_8))).isEqualTo("Mühle");
    }
}
