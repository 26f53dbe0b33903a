package org.quern.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.quern.tokenizer.EncodedDocuments.Encoded;
import org.quern.tokenizer.shard.ShardPacking.Packed;
import org.quern.tokenizer.shard.TokenizedDocument;

/** The documents of one shard, counted as they come in. */
final class ShardContents {

    private final List<TokenizedDocument> documents = new ArrayList<>();
    private final TreeMap<String, TextSums> languages = new TreeMap<>();
    private final long[] tokenCounts;

    ShardContents(int vocabSize) {
        this.tokenCounts = new long[vocabSize];
    }

    void add(Encoded document) {
        int[] ids = document.ids();
        for (int id : ids) {
            tokenCounts[id]++;
        }
        TextSums sums = new TextSums(1, ids.length, document.textBytes());
        languages.merge(document.language(), sums, TextSums::plus);
        documents.add(new TokenizedDocument(document.id(), document.url(), document.domain(), document.key(), ids));
    }

    List<TokenizedDocument> documents() {
        return documents;
    }

    /** The sums, given how it was packed and the size of the file. */
    PackedSums sums(Packed packed, long bytes) {
        return new PackedSums(1, documents.size(), bytes, packed, languages, tokenCounts);
    }
}
