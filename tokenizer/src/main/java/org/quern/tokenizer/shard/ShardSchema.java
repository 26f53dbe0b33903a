package org.quern.tokenizer.shard;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of a shard and where their buffers lie in a record batch, depth first as Arrow lays them out. */
final class ShardSchema {

    static final String TOKENS = "tokens";
    static final String LENGTH = "length";
    static final String DOCUMENT_STARTS = "documentStarts";
    static final String DOCUMENT_IDS = "documentIds";
    static final String DOCUMENT_URLS = "documentUrls";
    static final String DOCUMENT_OFFSETS = "documentOffsets";
    static final String DOCUMENT_DOMAINS = "documentDomains";

    // Every validity bitmap takes one buffer, even where nothing is null: hence the gaps.
    static final int TOKENS_DATA = 2;
    static final int LENGTH_DATA = 4;
    static final int STARTS_LIST = 6;
    static final int STARTS_DATA = 8;
    static final int IDS_LIST = 10;
    static final int IDS_STRINGS = 12;
    static final int IDS_DATA = 13;
    static final int URLS_STRINGS = 17;
    static final int URLS_DATA = 18;
    static final int OFFSETS_DATA = 22;
    static final int DOMAINS_LIST = 24;
    static final int DOMAINS_STRINGS = 26;
    static final int DOMAINS_DATA = 27;
    static final int NUM_BUFFERS = 28;

    private static final FieldType INT32 = FieldType.notNullable(new ArrowType.Int(32, true));
    private static final FieldType UTF8 = FieldType.notNullable(new ArrowType.Utf8());

    private ShardSchema() {}

    static Schema of(int contextLength) {
        return new Schema(List.of(
                new Field(
                        TOKENS,
                        FieldType.notNullable(new ArrowType.FixedSizeList(contextLength)),
                        List.of(new Field("item", INT32, List.of()))),
                new Field(LENGTH, INT32, List.of()),
                list(DOCUMENT_STARTS, INT32),
                list(DOCUMENT_IDS, UTF8),
                list(DOCUMENT_URLS, UTF8),
                list(DOCUMENT_OFFSETS, INT32),
                list(DOCUMENT_DOMAINS, UTF8)));
    }

    private static Field list(String name, FieldType element) {
        return new Field(
                name, FieldType.notNullable(new ArrowType.List()), List.of(new Field("item", element, List.of())));
    }
}
