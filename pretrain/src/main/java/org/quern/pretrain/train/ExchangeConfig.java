package org.quern.pretrain.train;

import java.io.Serializable;

/**
 * How ranks exchange what they learn.
 *
 * @param bf16 whether gradients travel as bf16, half the bytes; they are added in fp32. Not with localSteps
 * @param localSteps 0: every step's gradients are added up over all ranks. More: DiLoCo, each rank takes so many steps of
 *     its own before the ranks exchange weights
 * @param outerRate learning rate of DiLoCo's outer step
 * @param outerMomentum its Nesterov momentum
 * @param timeoutSeconds how long a rank waits for another before the stage begins anew from the last checkpoint
 */
public record ExchangeConfig(boolean bf16, int localSteps, double outerRate, double outerMomentum, int timeoutSeconds)
        implements Serializable {
    /** Checks the ranges. */
    public ExchangeConfig {
        if (localSteps < 0 || timeoutSeconds < 1) {
            throw new IllegalArgumentException(
                    "exchange: localSteps must be 0 or more and timeoutSeconds 1 or more, got " + localSteps + " and "
                            + timeoutSeconds);
        }
        if (bf16 && localSteps > 0) {
            throw new IllegalArgumentException(
                    "exchange: bf16 must be false where localSteps is above 0, because weights travel then, got "
                            + localSteps);
        }
        if (!(outerRate > 0) || !(outerMomentum >= 0 && outerMomentum < 1)) {
            throw new IllegalArgumentException("exchange: outerRate must be above 0 and outerMomentum in [0, 1), got "
                    + outerRate + " and " + outerMomentum);
        }
    }
}
