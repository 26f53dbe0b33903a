package org.quern.tokenizer;

/** One learnt merge: two ids of neighbouring tokens and the id of the token they become. */
record Merge(int left, int right, int merged) {}
