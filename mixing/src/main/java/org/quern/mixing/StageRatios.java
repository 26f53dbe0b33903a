package org.quern.mixing;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quern.ingest.job.InputException;
import org.quern.mixing.MixConfig.MissingDomains;

/**
 * A stage's ratios over the domains that the corpus has.
 *
 * @param ratios above 0, sum 1
 * @param missing the domains asked for that the corpus lacks
 */
record StageRatios(SortedMap<String, Double> ratios, Set<String> missing) {
    /**
     * Gives the share of missing domains to the corpus's other domains of the stage, in proportion. Generated text keeps its
     * own share where there is any other: it is a spice, and would otherwise become the dish.
     *
     * @param present the domains that the corpus has
     * @throws InputException if nothing of the stage is there, or something is not and must be
     */
    static StageRatios resolve(StageConfig stage, Set<String> present, MissingDomains policy) {
        Map<String, Double> asked = stage.ratios().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Set<String> missing = asked.keySet().stream()
                .filter(domain -> !present.contains(domain))
                .collect(Collectors.toCollection(TreeSet::new));
        if (missing.size() == asked.size() || (policy == MissingDomains.FAIL && !missing.isEmpty())) {
            throw new InputException(String.format(
                    "%s asks for %s, but the corpus has only %s; name these in the stage's ratios"
                            + " (missingDomains: REDISTRIBUTE allows some to be absent)",
                    stage.name(), missing, new TreeSet<>(present)));
        }
        Predicate<String> corpus = domain -> !domain.equals(MixConfig.SYNTHETIC) && present.contains(domain);
        boolean anyCorpus = asked.keySet().stream().anyMatch(corpus);
        Predicate<String> grows = anyCorpus ? corpus : present::contains;
        double growing = sum(asked, grows);
        double fixed = sum(asked, domain -> present.contains(domain) && !grows.test(domain));
        SortedMap<String, Double> ratios = new TreeMap<>();
        asked.forEach((domain, ratio) -> {
            if (present.contains(domain)) {
                ratios.put(domain, grows.test(domain) ? ratio * (1 - fixed) / growing : ratio);
            }
        });
        return new StageRatios(ratios, missing);
    }

    private static double sum(Map<String, Double> ratios, Predicate<String> domains) {
        return new TreeMap<>(ratios)
                .entrySet().stream()
                        .filter(entry -> domains.test(entry.getKey()))
                        .mapToDouble(Map.Entry::getValue)
                        .sum();
    }
}
