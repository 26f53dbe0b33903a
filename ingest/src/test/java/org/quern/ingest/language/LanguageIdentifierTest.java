package org.quern.ingest.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageIdentifierTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eng | The quern is a stone tool for hand-grinding a wide variety of materials, especially grain.",
                "deu | Eine Handmühle ist eine von Hand betriebene Mühle, mit der Getreide gemahlen wird.",
                "fra | Le moulin à bras est un moulin qui sert à moudre les grains et que l'on tourne à la main.",
                "rus | Ручная мельница представляет собой два каменных круга, между которыми перетирают зерно.",
                "jpn | 石臼は、穀物を粉にするために用いられる道具であり、世界の各地で古くから使われてきた。",
            })
    void tellsLanguages(String code, String text) {
        Language language = LanguageIdentifier.standard().identify(text);

        assertThat(language.code()).isEqualTo(code);
        assertThat(language.probability()).isBetween(0.65, 1.0);
    }

    @Test
    void textWithoutWordsIsUndetermined() {
        assertThat(LanguageIdentifier.standard().identify("1 + 2 = 3 \n```java\nint x;\n```"))
                .isEqualTo(Language.UNDETERMINED);
    }
}
