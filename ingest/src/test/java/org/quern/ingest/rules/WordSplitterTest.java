package org.quern.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordSplitterTest {
    /** The right column is spaCy's: {@code " ".join(t.text for t in spacy.blank("en")(left))}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Hello, world! | Hello , world !",
                "(a \"quoted\" word) | ( a \" quoted \" word )",
                "I don't think it's Bob's. | I do n't think it 's Bob 's .",
                "Mr. Smith, e.g., left. | Mr. Smith , e.g. , left .",
                "well-known state-of-the-art | well - known state - of - the - art",
                "3.14 and 1,000 or 1-2 | 3.14 and 1,000 or 1 - 2",
                "the U.S. and NASA. | the U.S. and NASA .",
                "Wait... what?! | Wait ... what ? !",
                "end.Next either/or a=b | end . Next either / or a = b",
                "see https://a.example/b-c?d=e now | see https://a.example/b-c?d=e now",
                "5km 10€ $5 <a> x->y foo() | 5 km 10 € $ 5 < a > x->y foo ( )",
                "java.util.List (http://a.example/x). | java.util . List ( http://a.example/x ) .",
                "I cannot (noun): Ph.D. b. and/or :) | I can not ( noun ): Ph.D. b. and/or :)",
                "write to a-b.c@d.example. | write to a-b.c@d.example .",
                "هذا كتاب. | هذا كتاب .",
                "snake_case #tag 50% +5 C++ | snake_case # tag 50 % +5 C++",
            })
    void splitsLikeSpacy(String text, String expected) {
        Spans words = WordSplitter.split(text.toCharArray());

        assertThat(IntStream.range(0, words.size()).mapToObj(words::string).collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }
}
