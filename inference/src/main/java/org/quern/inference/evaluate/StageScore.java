package org.quern.inference.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * The scores of one checkpoint.
 *
 * @param stage its name: its folder's
 * @param model what kind of model it is
 * @param domains losses on held-out text
 * @param decoding exact match on held-out problems, one entry for each way of decoding
 */
public record StageScore(String stage, ModelFacts model, List<DomainScore> domains, List<DecodingScore> decoding) {
    /** Copies the lists. */
    public StageScore {
        domains = List.copyOf(domains);
        decoding = List.copyOf(decoding);
    }

    /** The scores of the first way of decoding of that kind. */
    public Optional<DecodingScore> decoding(DecodingMode mode) {
        return decoding.stream().filter(score -> score.mode() == mode).findFirst();
    }

    /** Bits per byte over all domains' text taken together; empty where no text was scored. */
    public Optional<Double> bitsPerByte() {
        long bytes = domains.stream().mapToLong(DomainScore::bytes).sum();
        return bytes == 0
                ? Optional.empty()
                : Optional.of(domains.stream()
                                .mapToDouble(domain -> domain.full().bitsPerByte() * domain.bytes())
                                .sum()
                        / bytes);
    }
}
