/**
 * Reads classifiers that fastText trained, such as lid.176.bin and lid.176.ftz, and predicts as fastText 0.9.2 does:
 * {@link org.quern.ingest.language.fasttext.FastTextModel}.
 *
 * <p>The file, little-endian: magic number 793712314 and version 11 or 12 (int32 each); arguments (12 int32: dim, ws, epoch,
 * minCount, neg, wordNgrams, loss, model, bucket, minn, maxn, lrUpdateRate; then t, a float64); the dictionary (size,
 * words, labels int32; tokens, pruned int64; for each entry its bytes ended by NUL, count int64, type int8, 0 being a word and 1
 * a label; for each n-gram left by pruning its bucket and row int32); whether the input is quantised (int8), the input matrix,
 * whether the output is quantised (int8), the output matrix. A matrix is its rows and columns (int64) and float32 by row. A
 * quantised one is whether norms are apart (int8), rows and columns (int64), number of codes (int32), codes (uint8), a
 * quantiser, and if norms are apart a code of each row's norm and another quantiser. A quantiser is dim, nsubq, dsub, lastdsub (int32)
 * and dim * 256 centroids (float32).
 */
@NullMarked
package org.quern.ingest.language.fasttext;

import org.jspecify.annotations.NullMarked;
