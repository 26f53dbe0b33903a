package org.quern.ingest.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
    private static final String LETTERS = "aB3dE5gH7jK9mN1pQ2sT4vW6yZ8bC0dF2hJ4lM6nP8rS0uV2xY4zA6cD8eG0iK";

    @ParameterizedTest
    @CsvSource({
        "Write to jane.doe+x@mail.a.co.uk., Write to email@example.com.",
        "<j_d@b-c.org>, <email@example.com>",
        "mailto:a@163.com?subject=x, mailto:email@example.com?subject=x",
        "a@b.example;c@d.example, email@example.com;email@example.com",
    })
    void mailAddressesAreMasked(String text, String masked) {
        assertThat(Mask.EMAILS.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Override",
                "root@localhost",
                "two @ b.example",
                "react@18.2.0",
                "x@.example",
                "x.@b.example",
                "a@b..c",
                "a@b.c",
                "@",
                "",
            })
    void othersAreNoMailAddresses(String text) {
        assertThat(Mask.EMAILS.mask(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "from 8.8.8.8 to 93.184.216.34:80, from 192.0.2.1 to 192.0.2.1:80",
        "http://1.1.1.1/, http://192.0.2.1/",
        "172.32.0.1 is not private., 192.0.2.1 is not private.",
        "It was 100.128.0.1., It was 192.0.2.1.",
    })
    void publicAddressesAreMasked(String text, String masked) {
        assertThat(Mask.IPS.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.1.1",
                "100.64.0.1",
                "192.0.2.5",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "0.0.0.0",
                "256.1.1.1",
                "1.2.3",
                "1.2.3.4.5",
                "v1.2.3.4",
                "version 5.6.7.8",
                "lib-1.2.3.4",
                "01.02.03.04",
                "1.2.3.4a",
                "1.2.3.4444",
            })
    void othersAreNoPublicAddresses(String text) {
        assertThat(Mask.IPS.mask(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "ping 2001:4860:4860::8888: ok, ping 2001:db8::1: ok",
        "http://[2620:fe::fe]:53/, http://[2001:db8::1]:53/",
        "2A00:1450:4001:0829:0000:0000:0000:200E/64., 2001:db8::1/64.",
        "2400:cb00:2048:1::c629:d7a2 and 8.8.8.8, 2001:db8::1 and 192.0.2.1",
        "::ffff:8.8.8.8, ::ffff:192.0.2.1",
    })
    void publicAddressesOfVersion6AreMasked(String text, String masked) {
        assertThat(Mask.IPS.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::1",
                "fe80::1ff:fe23:4567:890a",
                "fd12:3456:789a:1::1",
                "2001:db8:85a3::8a2e:370:7334",
                "2001:0:53aa:64c::1",
                "3fff:1:2::3",
                "12:30:45",
                "2024:05:06 12:30:45",
                "00:1b:44:11:3a:b7",
                "std::vector<int>",
                "a::b",
                "Abe::Fee::dead()",
                "id :: a -> a",
                "2001::B::add",
                "x[2000::2]",
                "2600::",
                "38:2::255:0:0",
                "2001:4860:4860:::8888",
                "2001:4860:4860:0:0:0:0:0:8888",
                "2001:4860:4860::88888",
                "v2001:4860:4860::8888",
                "2001:4860:4860::8888z",
            })
    void othersAreNoPublicAddressesOfVersion6(String text) {
        assertThat(Mask.IPS.mask(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "Call +49 30 1234567 now., Call +1 202 555 0100 now.",
        "+44 (0)20 7946 0958, +1 202 555 0100",
        "tel:+33-1-23-45-67-89, tel:+1 202 555 0100",
        "(415) 555-2671 or 415.555.2671, +1 202 555 0100 or +1 202 555 0100",
        "212-555-0187., +1 202 555 0100.",
    })
    void phoneNumbersAreMasked(String text, String masked) {
        assertThat(Mask.PHONES.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-15",
                "978-0-306-40615-7",
                "4155552671",
                "415 555 2671",
                "x=+12345678",
                "+1 apple",
                "1+12345678",
                "+1234567890123456",
                "123-456-7890",
                "212-555-01870",
                "212-555-0187-1",
                "f(212)",
                "(12) 345-6789",
                "+",
            })
    void othersAreNoPhoneNumbers(String text) {
        assertThat(Mask.PHONES.mask(text)).isSameAs(text);
    }

    @Test
    void knownKeysAreMasked() {
        for (String key : List.of(
                "AKIA" + "IOSFODNN7EXAMPLE",
                "ghp_" + LETTERS.substring(0, 36),
                "AIza" + LETTERS.substring(0, 35),
                "sk_live_" + LETTERS.substring(0, 24),
                "glpat-" + LETTERS.substring(0, 20),
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0." + LETTERS.substring(0, 43))) {
            assertThat(Mask.KEYS.mask("key = \"" + key + "\";")).isEqualTo("key = \"MASKED_KEY\";");
        }
        assertThat(Mask.KEYS.mask("a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb"))
                .isEqualTo("a\nMASKED_KEY\nb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "123e4567-e89b-12d3-a456-426614174000",
                "AKIA",
                "ghp_short",
                "eyJhbGciOiJIUzI1NiJ9",
                "hf_hub_download",
                "npm_config_registry",
                "sk-learn",
            })
    void othersAreNoKeys(String text) {
        assertThat(Mask.KEYS.mask(text)).isSameAs(text);
    }

    @Test
    void hostileTextsAreReadInLinearTime() {
        for (String piece : List.of(
                "a@",
                "1.",
                "2001:",
                "2001:4860:4860::8888 ",
                "200000000 ",
                "::",
                "+1 ",
                "eyJa-",
                "-----BEGIN ",
                "ghp_",
                "x.y@z.")) {
            String text = piece.repeat(200_000);

            assertThat(Mask.mask(List.of(Mask.values()), text)).isNotEmpty();
        }
    }

    @Test
    void onlyChosenMasksAreLaid() {
        String text = "a@b.example called +49 30 1234567";

        assertThat(Mask.mask(List.of(), text)).isEqualTo(text);
        assertThat(Mask.mask(List.of(Mask.PHONES), text)).isEqualTo("a@b.example called +1 202 555 0100");
    }
}
