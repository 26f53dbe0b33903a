package org.quern.dedup;

/**
 * One line of an evaluation set.
 *
 * @param set the file's name without what tells its format
 * @param line counted from 1
 */
record EvaluationItem(String set, long line) {}
