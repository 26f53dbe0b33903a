package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShinglesTest {
    @Test
    void countsOneShinglePerPositionOfTheWindow() {
        assertThat(words(5).read("one two three four")).isZero();
        assertThat(words(5).read("one two three four five")).isEqualTo(1);
        assertThat(words(5).read("one two three four five six seven")).isEqualTo(3);
        assertThat(words(5).read("")).isZero();
    }

    @Test
    void aShingleDependsOnItsWordsAlone() {
        Shingles shingles = words(3);
        assertThat(shingles.read("x y a b c")).isEqualTo(3);
        long last = shingles.array()[2];
        assertThat(shingles.read("A, b: C! d")).isEqualTo(2);
        assertThat(shingles.array()[0]).isEqualTo(last);
        assertThat(shingles.read("c b a")).isEqualTo(1);
        assertThat(shingles.array()[0]).isNotEqualTo(last);
    }

    @Test
    void similarityIsTheShareOfCommonShingles() {
        ShingleSet a = set("a b c d e f");
        ShingleSet b = set("a b c d e g");
        assertThat(a.jaccard(b)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(a.jaccard(a)).isEqualTo(1);
        assertThat(set("a b").jaccard(set("a b"))).isZero();
        assertThat(set("a b a b a b a b a b").size()).isEqualTo(2);
    }

    @Test
    void setsSurviveTheirBytes() {
        ShingleSet a = set("to be or not to be that is the question");
        ShingleSet read = ShingleSet.from(a.bytes());
        assertThat(read.size()).isEqualTo(a.size());
        assertThat(read.jaccard(a)).isEqualTo(1);
    }

    @Test
    void exactHashIgnoresCaseAndWhiteSpaceOnly() {
        assertThat(ExactHash.of(" A\n\tb  c ")).isEqualTo(ExactHash.of("a b c"));
        assertThat(ExactHash.of("a b")).isNotEqualTo(ExactHash.of("ab"));
        assertThat(ExactHash.of("a + b")).isNotEqualTo(ExactHash.of("a - b"));
        assertThat(ExactHash.of("1 2")).isNotEqualTo(ExactHash.of("1 3"));
        assertThat(ExactHash.of("")).isEqualTo(ExactHash.of(" \n"));
    }

    @Test
    void charactersAreThoseOfTheNormalisedText() {
        String text = "  It's 3.14, or: ÜBER-long Ωords; (about 22/7)!";
        String normalised = "it s 0 or uber long ωords about 0 0";
        Shingles shingles = new Shingles(new CharacterHashes(), 4);
        int size = shingles.read(text);
        long[] found = Arrays.copyOf(shingles.array(), size);
        assertThat(size).isEqualTo(normalised.length() - 3);
        assertThat(shingles.read(normalised)).isEqualTo(size);
        assertThat(Arrays.copyOf(shingles.array(), size)).isEqualTo(found);
        Set<String> distinct = IntStream.range(0, size)
                .mapToObj(i -> normalised.substring(i, i + 4))
                .collect(Collectors.toSet());
        assertThat(Arrays.stream(found).distinct()).hasSameSizeAs(distinct);
        assertThat(shingles.read("abc")).isZero();
    }

    private static Shingles words(int length) {
        return new Shingles(new WordHashes(), length);
    }

    private static ShingleSet set(String text) {
        Shingles shingles = words(5);
        int size = shingles.read(text);
        return ShingleSet.of(shingles.array(), size);
    }
}
