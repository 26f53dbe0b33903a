package org.quern.ingest.charset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextDecoderTest {
    @Test
    void headerThenMetaThenWhatIsValid() {
        byte[] meta = "<meta charset=\"windows-1251\">Мельница".getBytes(Charset.forName("windows-1251"));

        assertThat(TextDecoder.html(meta, Optional.empty())).endsWith("Мельница");
        assertThat(TextDecoder.html("Mühle".getBytes(ISO_8859_1), Optional.of("latin1")))
                .isEqualTo("Mühle");
        assertThat(TextDecoder.html("Mühle".getBytes(UTF_8), Optional.empty())).isEqualTo("Mühle");
        assertThat(TextDecoder.html("Mühle".getBytes(ISO_8859_1), Optional.empty()))
                .isEqualTo("Mühle");
        assertThat(TextDecoder.html("磨坊".getBytes(Charset.forName("GBK")), Optional.of("gb2312")))
                .isEqualTo("磨坊");
    }

    @Test
    void distrustsFalseUtf8AndUnknownNames() {
        assertThat(TextDecoder.html("Mühle".getBytes(ISO_8859_1), Optional.of("utf-8")))
                .isEqualTo("Mühle");
        assertThat(TextDecoder.html("Mühle".getBytes(UTF_8), Optional.of("no such")))
                .isEqualTo("Mühle");
    }

    @Test
    void byteOrderMarksWin() {
        assertThat(TextDecoder.html("\ufeffMühle".getBytes(UTF_16LE), Optional.of("latin1")))
                .isEqualTo("Mühle");
        assertThat(TextDecoder.text("\ufeffMühle".getBytes(UTF_8), Optional.empty()))
                .isEqualTo("Mühle");
    }

    @Test
    void utf8BeyondChanceBeatsAnotherName() {
        byte[] utf8 = "Süße Äpfel für zwölf Mühlen über Nacht und Öl".getBytes(UTF_8);

        assertThat(TextDecoder.html(utf8, Optional.of("iso-8859-1")))
                .isEqualTo("Süße Äpfel für zwölf Mühlen über Nacht und Öl");
        assertThat(TextDecoder.html("É®".getBytes(ISO_8859_1), Optional.of("iso-8859-1")))
                .isEqualTo("É®");
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1251, Мельница стоит на берегу реки и мелет зерно для всей деревни",
        "koi8-r, Мельница стоит на берегу реки и мелет зерно для всей деревни",
        "windows-1253, Ο μύλος στέκει στην όχθη του ποταμού και αλέθει το σιτάρι του χωριού",
        "windows-1255, הטחנה עומדת על גדת הנהר וטוחנת את התבואה של כל הכפר",
        "windows-1256, تقف الطاحونة على ضفة النهر وتطحن حبوب القرية كلها",
        "shift_jis, 水車小屋は川のほとりに立ち、村の穀物をひいている。",
        "euc-jp, 水車小屋は川のほとりに立ち、村の穀物をひいている。",
        "iso-2022-jp, 水車小屋は川のほとりに立ち、村の穀物をひいている。",
        "gb18030, 磨坊立在河岸上，为全村磨粮食。这条河从山里流下来。",
        "big5, 磨坊立在河岸上，為全村磨糧食。這條河從山裡流下來。",
        "euc-kr, 방앗간은 강가에 서서 온 마을의 곡식을 빻는다.",
        "windows-1250, Młyn stoi nad brzegiem rzeki i miele zboże całej wsi każdego dnia",
    })
    void detectsWhatNothingTells(String charset, String text) {
        assertThat(TextDecoder.text(text.getBytes(Charset.forName(charset)), Optional.empty()))
                .isEqualTo(text);
    }
}
