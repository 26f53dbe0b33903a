package org.quern.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.quern.ingest.job.InputException;
import org.quern.mixing.MixConfig.MissingDomains;

class MixPlannerTest {
    @Test
    void everyShareIsMetToTheToken() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 50; trial++) {
            List<ListedOrder.Piece> pieces = pieces(random, "web", 1 + random.nextInt(60));
            pieces.addAll(pieces(random, "code", 1 + random.nextInt(60)));
            ListedOrder order = ListedOrder.of(pieces);
            long total = pieces.stream().mapToLong(ListedOrder.Piece::tokens).sum();
            MixPlan plan = MixPlanner.plan(
                    config(
                            stage("first", 1 + total * (1 + random.nextInt(3)) / 2, Map.of("web", 0.5, "code", 0.5)),
                            stage("second", 1 + total / 3, Map.of("web", 0.25, "code", 0.75)),
                            stage("third", 1 + total / 5, Map.of("web", 0.875, "code", 0.125))),
                    order);
            for (MixPlan.Stage stage : plan.stages()) {
                stage.shares().forEach((domain, share) -> assertThat(taken(order, domain, share.slice()))
                        .as("seed %d %s %s", seed, stage.config().name(), domain)
                        .isEqualTo(share.tokens()));
            }
        }
    }

    @Test
    void ratiosHoldWhereADomainIsShort() {
        List<ListedOrder.Piece> pieces = pieces(new Random(1), "web", 1000);
        pieces.addAll(pieces(new Random(2), "code", 10));
        ListedOrder order = ListedOrder.of(pieces);
        MixPlan plan = MixPlanner.plan(config(stage("only", 1_000_000, Map.of("web", 0.7, "code", 0.3))), order);
        MixPlan.Stage stage = plan.stages().get(0);
        MixPlan.Share code = share(stage, "code");
        assertThat(code.epochs()).isCloseTo(4, within(0.01));
        assertThat((double) code.tokens() / stage.tokens()).isCloseTo(0.3, within(0.001));
        assertThat((double) share(stage, "web").tokens() / stage.tokens()).isCloseTo(0.7, within(0.001));
        assertThat(plan.warnings()).singleElement().asString().contains("only", "'code'", "maxEpochs");
    }

    @Test
    void nothingIsUsedTwiceBeforeAllIsUsedOnce() {
        ListedOrder order = ListedOrder.of(pieces(new Random(3), "web", 500));
        long total = order.domains().get("web").stream()
                .mapToLong(ListedOrder.Piece::tokens)
                .sum();
        StageConfig[] stages = {
            stage("first", total / 2, Map.of("web", 1.0)),
            stage("second", total / 4, Map.of("web", 1.0)),
            stage("third", total, Map.of("web", 1.0))
        };
        Map<String, Integer> uses = new HashMap<>();
        for (MixPlan.Stage stage : MixPlanner.plan(config(stages), order).stages()) {
            Slice slice = share(stage, "web").slice();
            order.domains()
                    .get("web")
                    .forEach(piece -> uses.merge(piece.id(), slice.copies(piece.key(), piece.id()), Integer::sum));
        }
        assertThat(uses.values()).allMatch(n -> n == 1 || n == 2).contains(1, 2);
    }

    @Test
    void theLastStageTakesTheFrontOfTheOrder() {
        ListedOrder order = ListedOrder.of(pieces(new Random(4), "web", 100));
        MixPlan plan = MixPlanner.plan(
                config(stage("first", 100, Map.of("web", 1.0)), stage("last", 100, Map.of("web", 1.0))), order);
        ListedOrder.Piece front = order.domains().get("web").get(0);
        assertThat(share(plan.stages().get(1), "web").slice().copies(front.key(), front.id()))
                .isEqualTo(1);
        assertThat(share(plan.stages().get(0), "web").slice().copies(front.key(), front.id()))
                .isZero();
    }

    @Test
    void aCorpusOfWebAloneIsMixedWithTheDefaults() {
        List<ListedOrder.Piece> pieces = pieces(new Random(5), "web", 100);
        pieces.addAll(pieces(new Random(6), MixConfig.SYNTHETIC, 100));
        MixPlan plan = MixPlanner.plan(MixConfig.defaults(), ListedOrder.of(pieces));
        assertThat(plan.stages().get(0).shares()).containsOnlyKeys("web");
        assertThat(share(plan.stages().get(2), "web").ratio()).isCloseTo(0.9, within(1e-9));
        assertThat(share(plan.stages().get(2), MixConfig.SYNTHETIC).ratio()).isCloseTo(0.1, within(1e-9));
        assertThat(plan.warnings()).anyMatch(warning -> warning.contains("stage1: the corpus has no [code,"));
    }

    @Test
    void saysWhichDomainsAreMissingOrUnused() {
        ListedOrder order = ListedOrder.of(pieces(new Random(7), "recipes", 10));
        assertThatThrownBy(() -> MixPlanner.plan(MixConfig.defaults(), order))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("only [recipes]");
        List<ListedOrder.Piece> both = pieces(new Random(7), "recipes", 10);
        both.addAll(pieces(new Random(8), "web", 10));
        assertThat(MixPlanner.plan(config(stage("only", 10, Map.of("web", 1.0))), ListedOrder.of(both))
                        .warnings())
                .singleElement()
                .asString()
                .contains("'recipes' (10 documents");
        assertThatThrownBy(() -> StageRatios.resolve(
                        stage("s", 1, Map.of("web", 0.5, "code", 0.5)),
                        new TreeSet<>(List.of("web")),
                        MissingDomains.FAIL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("[code]");
    }

    @Test
    void refusesRatiosThatDoNotSumToOne() {
        assertThatThrownBy(() -> stage("s", 1, Map.of("web", 0.5, "code", 0.4)))
                .hasMessageContaining("s.ratios")
                .hasMessageContaining("0.9");
    }

    private static long taken(ListedOrder order, String domain, Slice slice) {
        long taken = 0;
        for (ListedOrder.Piece piece : order.domains().get(domain)) {
            for (int copy = 0; copy < slice.copies(piece.key(), piece.id()); copy++) {
                taken += slice.isLast(piece.key(), piece.id(), copy) ? slice.lastTokens() : piece.tokens();
            }
        }
        return taken;
    }

    private static MixPlan.Share share(MixPlan.Stage stage, String domain) {
        return Objects.requireNonNull(stage.shares().get(domain));
    }

    private static StageConfig stage(String name, long tokens, Map<String, Double> ratios) {
        return new StageConfig(name, tokens, 64, ratios);
    }

    private static MixConfig config(StageConfig... stages) {
        MixConfig defaults = MixConfig.defaults();
        return new MixConfig(
                1, 10, 4, MissingDomains.REDISTRIBUTE, List.of(stages), defaults.problems(), defaults.numFiles());
    }

    private static List<ListedOrder.Piece> pieces(Random random, String domain, int count) {
        List<ListedOrder.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = domain + i;
            long key = random.nextInt(10) == 0 ? 7 : SamplingKey.of(id, random.nextDouble(), 1);
            pieces.add(new ListedOrder.Piece(domain, id, key, 1 + random.nextInt(900)));
        }
        return pieces;
    }
}
