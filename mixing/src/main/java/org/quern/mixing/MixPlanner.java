package org.quern.mixing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plans the stages.
 *
 * <p>The documents of a domain lie end to end in sampling order, round after round, and every stage takes the stretch that
 * follows what the others took. So no text is used twice before all of its domain was used once. The last stage
 * takes first: the order favours quality, and quality counts most at the end of training, while the first stage gets what is left,
 * low-value text last.
 *
 * <p>A domain that cannot fill its share in {@code maxEpochs} rounds shortens the stage; the ratios hold.
 */
final class MixPlanner {
    private final MixConfig config;
    private final SamplingOrder order;
    private final SortedMap<String, Cursor> cursors = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    private MixPlanner(MixConfig config, SamplingOrder order) {
        this.config = config;
        this.order = order;
        order.supply().forEach((domain, supply) -> cursors.put(domain, new Cursor(supply)));
    }

    static MixPlan plan(MixConfig config, SamplingOrder order) {
        return new MixPlanner(config, order).plan();
    }

    private MixPlan plan() {
        warnAboutUnused();
        List<MixPlan.Stage> stages = new ArrayList<>();
        for (int i = config.stages().size() - 1; i >= 0; i--) {
            stages.add(stage(config.stages().get(i)));
        }
        Collections.reverse(stages);
        return new MixPlan(List.copyOf(stages), List.copyOf(warnings));
    }

    private void warnAboutUnused() {
        SortedMap<String, Cursor> unused = new TreeMap<>(cursors);
        config.stages().forEach(stage -> unused.keySet()
                .removeIf(domain -> stage.ratios().getOrDefault(domain, 0.0) > 0));
        unused.forEach((domain, cursor) -> warn(
                "domain '%s' (%d documents, %d tokens) is in no stage's ratios and is left out",
                domain, cursor.supply.documents(), cursor.supply.tokens()));
    }

    private MixPlan.Stage stage(StageConfig stage) {
        StageRatios resolved = StageRatios.resolve(stage, cursors.keySet(), config.missingDomains());
        if (!resolved.missing().isEmpty()) {
            warn("%s: the corpus has no %s; ratios are now %s", stage.name(), resolved.missing(), resolved.ratios());
        }
        long tokens = affordable(stage, resolved.ratios());
        Map<String, Long> lastTokens = new HashMap<>();
        resolved.ratios()
                .forEach(
                        (domain, ratio) -> lastTokens.put(domain, cursor(domain).lastToken(share(ratio, tokens))));
        SortedMap<String, MixPlan.Share> shares = new TreeMap<>();
        order.locate(lastTokens).forEach((domain, last) -> {
            double ratio = resolved.ratios().getOrDefault(domain, 0.0);
            long share = share(ratio, tokens);
            Cursor cursor = cursor(domain);
            shares.put(domain, new MixPlan.Share(ratio, share, cursor.supply, cursor.take(share, last)));
        });
        return new MixPlan.Stage(stage, tokens, shares);
    }

    private static long share(double ratio, long tokens) {
        return Math.max(1, Math.round(ratio * tokens));
    }

    /** The stage's tokens, or as many as its scarcest domain allows. */
    private long affordable(StageConfig stage, SortedMap<String, Double> ratios) {
        long tokens = stage.tokens();
        String scarcest = "";
        for (Map.Entry<String, Double> entry : ratios.entrySet()) {
            double most = config.maxEpochs() * cursor(entry.getKey()).supply.tokens() / entry.getValue();
            if (most < tokens) {
                tokens = Math.max(1, (long) most);
                scarcest = entry.getKey();
            }
        }
        if (!scarcest.isEmpty()) {
            warn(
                    "%s has %d tokens in place of %d: domain '%s' has only %d, and may be used %.2f times (maxEpochs)",
                    stage.name(),
                    tokens,
                    stage.tokens(),
                    scarcest,
                    cursor(scarcest).supply.tokens(),
                    config.maxEpochs());
        }
        return tokens;
    }

    private Cursor cursor(String domain) {
        return Objects.requireNonNull(cursors.get(domain), domain);
    }

    private void warn(String format, Object... arguments) {
        warnings.add(String.format(Locale.ROOT, format, arguments));
    }

    /** How far a domain is used. */
    private static final class Cursor {
        private final SamplingOrder.Supply supply;
        private Slice.Place place = Slice.Place.START;
        private long used;

        private Cursor(SamplingOrder.Supply supply) {
            this.supply = supply;
        }

        /** Where the next stretch of so many tokens has its last one, within its round. */
        private long lastToken(long tokens) {
            return (used + tokens - 1) % supply.tokens();
        }

        /** The next stretch of so many tokens; {@code last} holds its last token. */
        private Slice take(long tokens, SamplingOrder.Found last) {
            long round = (used + tokens - 1) / supply.tokens();
            long kept = lastToken(tokens) - last.before() + 1;
            Slice.Place to = new Slice.Place(Math.toIntExact(round), last.key(), last.id());
            Slice slice = new Slice(place, to, kept);
            place = to;
            used = round * supply.tokens() + last.before() + last.tokens();
            return slice;
        }
    }
}
