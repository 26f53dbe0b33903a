package org.quern.ingest.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentDateTest {
    @ParameterizedTest
    @CsvSource({
        "2024-01-31T23:59:59Z, 2024-01-31T23:59:59Z",
        "2016-09-19T17:20:24.123456789Z, 2016-09-19T17:20:24Z",
        "2019-04-25t12:57:54z, 2019-04-25T12:57:54Z",
        "2019-04-25 12:57:54, 2019-04-25T12:57:54Z",
        "2019-04-25 12:57:54.5+02:00, 2019-04-25T10:57:54Z",
        "2019-12-31T20:00:00-0530, 2020-01-01T01:30:00Z",
        "2019-04-25T12:57Z, 2019-04-25T12:57:00Z",
        "' 2019-04-25 ', 2019-04-25T00:00:00Z",
        "2019-04, 2019-04-01T00:00:00Z",
        "2019, 2019-01-01T00:00:00Z",
        "20010203040506, 2001-02-03T04:05:06Z",
        "2024-02-29, 2024-02-29T00:00:00Z",
    })
    void oneFormForAll(String text, String date) {
        assertThat(DocumentDate.of(text)).contains(date);
        assertThat(DocumentDate.of(date)).contains(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "yesterday",
                "0",
                "1706745599",
                "19",
                "2023-02-29",
                "2024-13-01",
                "2024-01-31T24:00:00Z",
                "20010203040560",
                "31/01/2024",
                "2024-01-31T",
                "2024-01-31T23:59:59Z and more",
                "0000-01-01T00:00+01:00"
            })
    void whatIsNoDateHasNone(String text) {
        assertThat(DocumentDate.of(text)).isEmpty();
    }

    @Test
    void momentsOutsideFourDigitYearsHaveNone() {
        assertThat(DocumentDate.of(Instant.ofEpochSecond(0, 999_999_999))).contains("1970-01-01T00:00:00Z");
        assertThat(DocumentDate.of(Instant.MAX)).isEmpty();
        assertThat(DocumentDate.of(Instant.MIN)).isEmpty();
    }
}
