/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.aggregation.coordinate.TrimmedMean;
import io.millrace.models.aggregation.gram.AdaptiveClipping;
import io.millrace.models.aggregation.gram.BulyanSelection;
import io.millrace.models.aggregation.gram.NearestMixing;
import io.millrace.models.aggregation.rule.RobustRule;
import io.millrace.models.aggregation.rule.Strategy;
import io.millrace.models.aggregation.step.Adaptive;
import io.millrace.models.aggregation.step.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleCatalogueTest {
  @Test
  void everyNameMakesAStrategyWithItsDefaults() {
    for (String name : RuleCatalogue.names()) {
      assertThat(RuleCatalogue.strategy(name, Map.of()).name()).isEqualTo(name);
      for (String step : RuleCatalogue.steps()) {
        if (!name.startsWith("fed") && !name.equals("co2") && !name.equals("diloco")) {
          RuleCatalogue.strategy(name + "/" + step, Map.of());
        }
      }
    }
    assertThat(RuleCatalogue.names()).hasSizeGreaterThan(30);
  }

  @Test
  void partsAreCombinedInOrderAndShareParameters() {
    Strategy strategy =
        RuleCatalogue.strategy(
            "adaptive-clipping+nnm+trimmed-mean/adam",
            Map.of("byzantine", "3", "server-rate", "0.5"));
    RobustRule rule = (RobustRule) strategy.aggregator();
    assertThat(rule.mixings()).containsExactly(new AdaptiveClipping(3), new NearestMixing(3));
    assertThat(rule.coordinates()).isEqualTo(new TrimmedMean(3));
    assertThat(strategy.step()).isEqualTo(new Adaptive(Adaptive.Kind.ADAM, 0.5, 0.9, 0.99, 1e-3));
    assertThat(rule.leastUpdates()).isEqualTo(7);
    RobustRule bulyan =
        (RobustRule) RuleCatalogue.strategy("nnm+bulyan", Map.of("byzantine", "1")).aggregator();
    assertThat(bulyan.mixings()).containsExactly(new NearestMixing(1), new BulyanSelection(1));
    assertThat(RuleCatalogue.strategy("median", Map.of()).step()).isEqualTo(new Step(1));
    assertThat(RuleCatalogue.parametersOf("nnm+trimmed-mean"))
        .containsExactly("byzantine", "server-rate");
  }

  @Test
  void errorsNameWhatIsWrongAndWhatIsRight() {
    assertThatThrownBy(() -> RuleCatalogue.strategy("crum", Map.of()))
        .hasMessageContaining("'crum'")
        .hasMessageContaining("krum");
    assertThatThrownBy(() -> RuleCatalogue.strategy("krum+median", Map.of()))
        .hasMessageContaining("mixing 'krum'")
        .hasMessageContaining("nnm");
    assertThatThrownBy(() -> RuleCatalogue.strategy("median/fast", Map.of()))
        .hasMessageContaining("step 'fast'")
        .hasMessageContaining("nesterov");
    assertThatThrownBy(() -> RuleCatalogue.strategy("fedadam/step", Map.of()))
        .hasMessageContaining("already");
    assertThatThrownBy(() -> RuleCatalogue.strategy("median", Map.of("byzantine", "1")))
        .hasMessageContaining("no parameter byzantine")
        .hasMessageContaining("server-rate");
    assertThatThrownBy(() -> RuleCatalogue.strategy("krum", Map.of("byzantine", "few")))
        .hasMessageContaining("'byzantine' is 'few'");
    assertThatThrownBy(() -> RuleCatalogue.strategy("krum", Map.of("byzantine", "-1")))
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> RuleCatalogue.strategy("fedbuff", Map.of("staleness", "none")))
        .hasMessageContaining("polynomial, hinge, constant");
  }
}
