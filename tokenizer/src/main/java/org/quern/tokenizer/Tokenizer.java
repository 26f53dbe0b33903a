package org.quern.tokenizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.quern.ingest.job.InputException;
import org.quern.tokenizer.split.SplitPattern;

/**
 * A byte-level BPE tokenizer from a Hugging Face {@code tokenizer.json}, with the same ids as Hugging Face's own.
 *
 * <p>Immutable and thread-safe. {@link #encode(String)} keeps an encoder for each thread; a loop over many texts does
 * better with its own {@link #newEncoder()}.
 */
public final class Tokenizer {

    /** The token that ends each document, and pads. */
    public static final String END_OF_TEXT = "<|endoftext|>";

    private static final List<String> END_OF_TEXT_NAMES = List.of(END_OF_TEXT, "<|end_of_text|>");

    private final byte[] json;
    private final String hash;
    private final Vocabulary vocabulary;
    private final TextNormalizer normalizer;
    private final SplitPattern pattern;
    private final AddedTokens added;
    private final ThreadLocal<TokenEncoder> encoders = ThreadLocal.withInitial(this::newEncoder);

    private Tokenizer(byte[] json, TokenizerJson.Content content) {
        this.json = json;
        this.hash = hash(json);
        this.vocabulary = content.vocabulary();
        this.normalizer = content.normalizer();
        this.pattern = content.pattern();
        this.added = content.added();
    }

    /**
     * Loads a local tokenizer.json.
     *
     * @throws IOException if it cannot be read
     * @throws InputException if it is not a byte-level BPE that Quern can encode exactly
     */
    public static Tokenizer load(Path file) throws IOException {
        return of(Files.readAllBytes(file), file.toString());
    }

    /**
     * Loads a tokenizer.json from a stream, which stays open.
     *
     * @throws IOException if it cannot be read
     * @throws InputException if it is not a byte-level BPE that Quern can encode exactly
     */
    public static Tokenizer load(InputStream in) throws IOException {
        return of(in.readAllBytes(), "tokenizer.json");
    }

    /** Reads a tokenizer.json that is named so in an error. */
    static Tokenizer of(byte[] json, String name) {
        try {
            return new Tokenizer(json, TokenizerJson.read(json));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "%s: %s; give a byte-level BPE tokenizer.json such as train-tokenizer writes"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }

    /**
     * The ids of a text. An added token's name in it, such as the end of text, becomes that token, as in Hugging Face's
     * encode.
     */
    public int[] encode(String text) {
        TokenBuffer ids = new TokenBuffer();
        encoders.get().encode(text, ids);
        return ids.toArray();
    }

    /** An encoder for one thread. */
    public TokenEncoder newEncoder() {
        return new TokenEncoder(vocabulary, normalizer, pattern, added);
    }

    /**
     * The text of ids, added tokens by their names. Bytes that are no UTF-8, as where a character is cut, become
     * U+FFFD.
     *
     * @throws IllegalArgumentException if there is no such id
     */
    public String decode(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * ids.length);
        for (int id : ids) {
            bytes.writeBytes(vocabulary.bytes(id));
        }
        return Utf8.decode(bytes.toByteArray());
    }

    /**
     * A copy of the bytes of one token: of text's UTF-8, or of an added token's name.
     *
     * @throws IllegalArgumentException if there is no such id
     */
    public byte[] bytes(int id) {
        return vocabulary.bytes(id).clone();
    }

    /** A decoder for ids that come one by one. */
    public StreamingDecoder newDecoder() {
        return new StreamingDecoder(vocabulary);
    }

    /** One more than the largest id. */
    public int vocabSize() {
        return vocabulary.size();
    }

    /**
     * The id of the token that ends each document: {@value #END_OF_TEXT}, or where there is none, Llama 3's name for it.
     *
     * @throws InputException if the tokenizer has no such token
     */
    public int endOfText() {
        return END_OF_TEXT_NAMES.stream()
                .flatMap(name ->
                        added.tokens().stream().filter(token -> token.content().equals(name)))
                .mapToInt(AddedTokens.AddedToken::id)
                .findFirst()
                .orElseThrow(() ->
                        new InputException("the tokenizer has no added token of %s, got %s; add one to its added_tokens"
                                .formatted(
                                        END_OF_TEXT_NAMES,
                                        added.tokens().stream()
                                                .map(AddedTokens.AddedToken::content)
                                                .toList())));
    }

    /** SHA-256 of the tokenizer.json, hex. */
    public String hash() {
        return hash;
    }

    /** A copy of the tokenizer.json, as it was read. */
    public byte[] toJson() {
        return json.clone();
    }

    /** SHA-256 of the bytes of a tokenizer.json, hex. */
    public static String hash(byte[] json) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
