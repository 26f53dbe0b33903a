/**
 * Cuts text into the pieces within which tokens merge: {@link org.quern.tokenizer.split.SplitPattern}, the regular
 * expressions of known tokenizers, each as a scanner over UTF-8.
 *
 * <p>What is a letter, a number or white space, a table in the resources says, which unicode_classes.py beside the tests
 * made with Hugging Face's own regular expressions.
 */
@NullMarked
package org.quern.tokenizer.split;

import org.jspecify.annotations.NullMarked;
