package org.quern.ingest.warc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GzipMembersTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A member with every optional field of the header. */
    private static byte[] withAllFields(byte[] plain) throws IOException {
        byte[] member = HttpPayloadTest.gzip(plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        member[3] = 2 | 4 | 8 | 16;
        out.write(member, 0, 10);
        out.writeBytes(new byte[] {3, 0, 'a', 'b', 'c'});
        out.writeBytes(bytes("name\0comment\0"));
        out.writeBytes(new byte[] {1, 2});
        out.write(member, 10, member.length - 10);
        return out.toByteArray();
    }

    @Test
    void tellsWhereEachMemberBegins() throws IOException {
        Random random = new Random(3);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<Long> begins = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] content = new byte[random.nextInt(3_000)];
            random.nextBytes(content);
            begins.add((long) file.size());
            contents.add(content);
            file.writeBytes(i % 3 == 0 ? withAllFields(content) : HttpPayloadTest.gzip(content));
        }

        try (GzipMembers members = new GzipMembers(new ByteArrayInputStream(file.toByteArray()), 1_000)) {
            for (int i = 0; i < contents.size(); i++) {
                assertThat(members.position()).isEqualTo(1_000 + begins.get(i));
                assertThat(members.next().readAllBytes()).isEqualTo(contents.get(i));
            }
            assertThat(members.atEnd()).isTrue();
        }
    }

    @Test
    void damageIsToldWhereItIsMet() throws IOException {
        byte[] whole = HttpPayloadTest.gzip(bytes("text"));
        byte[] falseSum = whole.clone();
        falseSum[whole.length - 8] ^= 1;

        assertThatThrownBy(() -> content(falseSum)).hasMessage("the gzip member's checksum or length is wrong");
        assertThatThrownBy(() -> content(Arrays.copyOf(whole, whole.length - 3)))
                .hasMessage("the gzip member is cut short");
        assertThatThrownBy(() -> content(bytes("no gzip, long enough"))).hasMessage("no gzip member");
    }

    private static byte[] content(byte[] file) throws IOException {
        try (GzipMembers members = new GzipMembers(new ByteArrayInputStream(file), 0);
                InputStream member = members.next()) {
            return member.readAllBytes();
        }
    }
}
