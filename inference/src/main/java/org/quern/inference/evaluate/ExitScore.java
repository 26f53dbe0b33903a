package org.quern.inference.evaluate;

/**
 * The loss of the model cut off after a layer.
 *
 * @param layer counted from 1
 * @param meanLoss nats a token
 * @param bitsPerByte {@code sum of losses / ln 2 / bytes}
 */
public record ExitScore(int layer, double meanLoss, double bitsPerByte) {}
