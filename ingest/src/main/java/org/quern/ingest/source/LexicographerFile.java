package org.quern.ingest.source;

import java.util.List;

/** WordNet's 45 lexicographer files (lexnames(5WN)): what their words are about. */
final class LexicographerFile {
    private static final List<String> TITLES = List.of(
            "Adjectives",
            "Adjectives of relation",
            "Adverbs",
            "Nouns at the top of the hierarchy",
            "Nouns: acts and actions",
            "Nouns: animals",
            "Nouns: things made by people",
            "Nouns: attributes of people and objects",
            "Nouns: body parts",
            "Nouns: cognitive processes and contents",
            "Nouns: communicative processes and contents",
            "Nouns: natural events",
            "Nouns: feelings and emotions",
            "Nouns: foods and drinks",
            "Nouns: groupings of people or objects",
            "Nouns: spatial positions",
            "Nouns: goals",
            "Nouns: natural objects",
            "Nouns: people",
            "Nouns: natural phenomena",
            "Nouns: plants",
            "Nouns: possession and its transfer",
            "Nouns: natural processes",
            "Nouns: quantities and units of measure",
            "Nouns: relations between people, things or ideas",
            "Nouns: two and three dimensional shapes",
            "Nouns: stable states of affairs",
            "Nouns: substances",
            "Nouns: time and temporal relations",
            "Verbs of grooming, dressing and bodily care",
            "Verbs of size, temperature and other change",
            "Verbs of thinking, judging, analyzing and doubting",
            "Verbs of telling, asking, ordering and singing",
            "Verbs of fighting and athletic activities",
            "Verbs of eating and drinking",
            "Verbs of touching, hitting, tying and digging",
            "Verbs of sewing, baking, painting and performing",
            "Verbs of feeling",
            "Verbs of walking, flying and swimming",
            "Verbs of seeing, hearing and feeling",
            "Verbs of buying, selling and owning",
            "Verbs of political and social activities",
            "Verbs of being, having and spatial relations",
            "Verbs of raining, snowing, thawing and thundering",
            "Participial adjectives");

    private LexicographerFile() {}

    static String title(int number) {
        return number >= 0 && number < TITLES.size() ? TITLES.get(number) : "Words";
    }
}
