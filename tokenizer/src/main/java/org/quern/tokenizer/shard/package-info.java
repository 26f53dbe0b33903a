/**
 * Packed Arrow shards: what {@code tokenize} writes and a trainer reads.
 *
 * <p>{@link org.quern.tokenizer.shard.ShardWriter} writes one file, {@link org.quern.tokenizer.shard.ShardReader} reads
 * a folder of them by memory mapping: any row in constant time, from any number of threads and processes.
 *
 * <h2>Format, version 3</h2>
 *
 * <p>A folder holds the shards of one stage, {@code shard-00000.arrow} and on; rows are numbered through the files in
 * the order of their names. Each file is an Arrow IPC file (little-endian, uncompressed, no dictionaries, below 2 GiB)
 * with one row for each packed sequence of {@code T} = context length tokens. No value is null.
 *
 * <table>
 * <caption>Columns</caption>
 *   <tr><th>name</th><th>type</th><th>meaning</th></tr>
 *   <tr><td>tokens</td><td>FixedSizeList&lt;Int32, T&gt;</td>
 *     <td>token ids, padded at the end with the end-of-text id</td></tr>
 *   <tr><td>length</td><td>Int32</td><td>tokens that are not padding, 1 to T</td></tr>
 *   <tr><td>documentStarts</td><td>List&lt;Int32&gt;</td>
 *     <td>offsets in the row where a document begins or goes on; ascending from 0</td></tr>
 *   <tr><td>documentIds</td><td>List&lt;Utf8&gt;</td><td>the id of the document at each start</td></tr>
 *   <tr><td>documentUrls</td><td>List&lt;Utf8&gt;</td>
 *     <td>where that document was published; empty if unknown</td></tr>
 *   <tr><td>documentOffsets</td><td>List&lt;Int32&gt;</td>
 *     <td>tokens of that document that come before this row</td></tr>
 *   <tr><td>documentDomains</td><td>List&lt;Utf8&gt;</td><td>the domain of that document</td></tr>
 * </table>
 *
 * <p>A token's position is its offset less the start before it; attention and targets never cross a start.
 *
 * <p>The footer's metadata: {@code quern.format} = 3, {@code quern.stage}, {@code quern.contextLength},
 * {@code quern.tokenizer} (SHA-256 of tokenizer.json, hex), {@code quern.sequences} (rows), {@code quern.tokens}
 * (without padding), {@code quern.documents} (starts whose document offset is 0), and {@code quern.crc32c}: one
 * CRC-32C, eight hex digits, for each record batch, over the bytes of its block (metadata and body), comma-separated;
 * last, {@code quern.check}: the CRC-32C of the other entries as Java's {@code TreeMap} prints them ({@code {key=value,
 * key=value}}, ordered by key). A reader checks a block the first time that it touches it.
 */
@NullMarked
package org.quern.tokenizer.shard;

import org.jspecify.annotations.NullMarked;
