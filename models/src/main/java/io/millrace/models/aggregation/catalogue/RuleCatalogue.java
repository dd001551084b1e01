/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.catalogue;

import io.millrace.models.aggregation.coordinate.First;
import io.millrace.models.aggregation.coordinate.Mean;
import io.millrace.models.aggregation.coordinate.MeanAroundMedian;
import io.millrace.models.aggregation.coordinate.Median;
import io.millrace.models.aggregation.coordinate.TrimmedMean;
import io.millrace.models.aggregation.gram.AdaptiveClipping;
import io.millrace.models.aggregation.gram.BulyanSelection;
import io.millrace.models.aggregation.gram.CentredClipping;
import io.millrace.models.aggregation.gram.Clipping;
import io.millrace.models.aggregation.gram.FlagAggregator;
import io.millrace.models.aggregation.gram.GeometricMedian;
import io.millrace.models.aggregation.gram.Krum;
import io.millrace.models.aggregation.gram.Monna;
import io.millrace.models.aggregation.gram.NearestMixing;
import io.millrace.models.aggregation.linear.Anarchic;
import io.millrace.models.aggregation.linear.FedAu;
import io.millrace.models.aggregation.linear.FedAvg;
import io.millrace.models.aggregation.linear.FedFix;
import io.millrace.models.aggregation.linear.Stale;
import io.millrace.models.aggregation.linear.Staleness;
import io.millrace.models.aggregation.moments.VarianceCorrected;
import io.millrace.models.aggregation.rule.Aggregator;
import io.millrace.models.aggregation.rule.CoordinateRule;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Mixing;
import io.millrace.models.aggregation.rule.MomentsRule;
import io.millrace.models.aggregation.rule.RobustRule;
import io.millrace.models.aggregation.rule.ServerStep;
import io.millrace.models.aggregation.rule.Strategy;
import io.millrace.models.aggregation.step.Adaptive;
import io.millrace.models.aggregation.step.Co2;
import io.millrace.models.aggregation.step.Momentum;
import io.millrace.models.aggregation.step.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Makes strategies from expressions and parameters. */
public final class RuleCatalogue {
  private static final Map<String, Function<Parameters, LinearRule>> LINEAR = new LinkedHashMap<>();
  private static final Map<String, Function<Parameters, MomentsRule>> MOMENTS =
      new LinkedHashMap<>();
  private static final Map<String, Function<Parameters, Mixing>> MIXINGS = new LinkedHashMap<>();
  private static final Map<String, Function<Parameters, Mixing>> SELECTIONS = new LinkedHashMap<>();
  private static final Map<String, Function<Parameters, CoordinateRule>> COORDINATES =
      new LinkedHashMap<>();
  private static final Map<String, Function<Parameters, ServerStep>> STEPS = new LinkedHashMap<>();

  /** Names that stand for a longer expression. */
  private static final Map<String, String> SHORT = new LinkedHashMap<>();

  static {
    LINEAR.put("fedavg", p -> mean(p, true));
    LINEAR.put("fedavg-uniform", p -> mean(p, false));
    LINEAR.put(
        "fedasync",
        p -> new Stale(staleness(p), p.number("mixing", 0.6), Stale.Over.UPDATES, magnitude(p)));
    LINEAR.put("fedbuff", p -> new Stale(staleness(p), 1, Stale.Over.UPDATES, magnitude(p)));
    LINEAR.put(
        "fedcompass",
        p ->
            new Stale(
                staleness(p), p.number("mixing", 0.9), Stale.Over.KNOWN_WORKERS, magnitude(p)));
    LINEAR.put(
        "fedfix",
        p ->
            new FedFix(p.whole("max-examples", 1 << 16), p.whole("max-periods", 64), magnitude(p)));
    LINEAR.put("afa-cd", p -> anarchic(p, false));
    LINEAR.put("afa-cs", p -> anarchic(p, true));
    LINEAR.put("fedau", p -> new FedAu(p.whole("cutoff", 50), magnitude(p)));

    MOMENTS.put(
        "variance-corrected", p -> new VarianceCorrected(p.number("epsilon", 1e-6), magnitude(p)));

    MIXINGS.put("nnm", p -> new NearestMixing(byzantine(p)));
    MIXINGS.put("clipping", p -> new Clipping(p.number("norm", 1)));
    MIXINGS.put("adaptive-clipping", p -> new AdaptiveClipping(byzantine(p)));
    MIXINGS.put("bulyan-selection", p -> new BulyanSelection(byzantine(p)));

    SELECTIONS.put("krum", p -> new Krum(byzantine(p), 1));
    SELECTIONS.put("multi-krum", p -> new Krum(byzantine(p), p.whole("chosen", 0)));
    SELECTIONS.put(
        "geometric-median",
        p -> new GeometricMedian(p.number("smoothing", 1e-6), p.whole("iterations", 100)));
    SELECTIONS.put(
        "centred-clipping",
        p -> new CentredClipping(p.number("radius", 1), p.whole("iterations", 1)));
    SELECTIONS.put("monna", p -> new Monna(byzantine(p), p.text("pivot", "")));
    SELECTIONS.put(
        "flag",
        p ->
            new FlagAggregator(
                FlagAggregator.Form.PAPER,
                p.whole("dimensions", 0),
                p.number("lambda", 0),
                p.whole("iterations", 5)));
    SELECTIONS.put(
        "flag-released",
        p ->
            new FlagAggregator(
                FlagAggregator.Form.RELEASED,
                p.whole("dimensions", 0),
                p.number("lambda", 0),
                p.whole("iterations", 1)));

    COORDINATES.put("mean", p -> new Mean());
    COORDINATES.put("median", p -> new Median());
    COORDINATES.put("trimmed-mean", p -> new TrimmedMean(byzantine(p)));
    COORDINATES.put("mean-around-median", p -> new MeanAroundMedian(byzantine(p)));
    COORDINATES.put("bulyan-mean", p -> new MeanAroundMedian(2 * byzantine(p)));

    STEPS.put("step", p -> new Step(p.number("server-rate", 1)));
    STEPS.put("momentum", p -> momentum(p, 1, false));
    STEPS.put("nesterov", p -> momentum(p, 0.7, true));
    STEPS.put("adagrad", p -> adaptive(p, Adaptive.Kind.ADAGRAD, 0));
    STEPS.put("yogi", p -> adaptive(p, Adaptive.Kind.YOGI, 0.9));
    STEPS.put("adam", p -> adaptive(p, Adaptive.Kind.ADAM, 0.9));
    STEPS.put(
        "co2",
        p ->
            new Co2(
                p.number("server-rate", 1),
                p.number("momentum", 0.5),
                p.number("clip", 1),
                p.number("penalty", 1)));

    SHORT.put("fedavgm", "fedavg/momentum");
    SHORT.put("fedadagrad", "fedavg/adagrad");
    SHORT.put("fedyogi", "fedavg/yogi");
    SHORT.put("fedadam", "fedavg/adam");
    SHORT.put("diloco", "fedavg-uniform/nesterov");
    SHORT.put("co2", "fedavg-uniform/co2");
    SHORT.put("bulyan", "bulyan-selection+bulyan-mean");
  }

  private RuleCatalogue() {}

  private static double magnitude(Parameters p) {
    return p.number("magnitude", 2048);
  }

  private static int byzantine(Parameters p) {
    return p.whole("byzantine", 0);
  }

  private static LinearRule mean(Parameters p, boolean byExamples) {
    int most = byExamples ? p.whole("max-examples", 1 << 16) : 1;
    return new FedAvg(byExamples, most, magnitude(p));
  }

  private static LinearRule anarchic(Parameters p, boolean latest) {
    return new Anarchic(latest, magnitude(p), p.number("max-scale", 1e6));
  }

  private static ServerStep momentum(Parameters p, double rate, boolean nesterov) {
    return new Momentum(p.number("server-rate", rate), p.number("momentum", 0.9), nesterov);
  }

  private static ServerStep adaptive(Parameters p, Adaptive.Kind kind, double beta1) {
    return new Adaptive(
        kind,
        p.number("server-rate", 0.1),
        p.number("beta1", beta1),
        p.number("beta2", 0.99),
        p.number("tau", 1e-3));
  }

  /** The kinds of {@link Staleness}. */
  private enum Discount {
    POLYNOMIAL,
    HINGE,
    CONSTANT
  }

  private static Staleness staleness(Parameters p) {
    return switch (p.choice("staleness", Discount.POLYNOMIAL)) {
      case HINGE -> new Staleness.Hinge(p.number("slope", 10), p.whole("bound", 4));
      case CONSTANT -> new Staleness.Constant();
      case POLYNOMIAL -> new Staleness.Polynomial(p.number("exponent", 0.5));
    };
  }

  /** All names that are a whole rule. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(LINEAR.keySet());
    names.addAll(MOMENTS.keySet());
    names.addAll(COORDINATES.keySet());
    names.addAll(SELECTIONS.keySet());
    names.addAll(MIXINGS.keySet());
    names.addAll(SHORT.keySet());
    names.remove("bulyan-mean");
    names.remove("bulyan-selection");
    return names;
  }

  /** The steps that may stand behind a slash. */
  public static Set<String> steps() {
    return STEPS.keySet();
  }

  /** What a table of rules against attacks compares. */
  public static List<String> robustNames() {
    return List.of(
        "fedavg-uniform",
        "median",
        "trimmed-mean",
        "mean-around-median",
        "krum",
        "multi-krum",
        "bulyan",
        "geometric-median",
        "centred-clipping",
        "monna",
        "adaptive-clipping",
        "clipping",
        "flag",
        "flag-released",
        "nnm+trimmed-mean",
        "nnm+median",
        "nnm+geometric-median",
        "nnm+multi-krum",
        "adaptive-clipping+nnm+trimmed-mean");
  }

  /**
   * Makes a strategy.
   *
   * @param expression {@code mixing+...+rule/step}; the step may be left out
   * @param parameters by name, shared by all parts
   * @throws IllegalArgumentException for an unknown name, a value out of range or a parameter that
   *     no part has
   */
  public static Strategy strategy(String expression, Map<String, String> parameters) {
    Parameters checked = new Parameters(parameters);
    Strategy strategy = make(expression, checked);
    checked.requireAllAsked(expression);
    return strategy;
  }

  /** As {@link #strategy}, but parameters that no part has are ignored. */
  public static Strategy tolerant(String expression, Map<String, String> parameters) {
    return make(expression, new Parameters(parameters));
  }

  /** The parameters that an expression has. */
  public static Set<String> parametersOf(String expression) {
    Parameters asked = new Parameters(Map.of());
    make(expression, asked);
    return asked.asked();
  }

  private static Strategy make(String expression, Parameters p) {
    int slash = expression.indexOf('/');
    String rule = slash < 0 ? expression : expression.substring(0, slash);
    String step = slash < 0 ? "" : expression.substring(slash + 1);
    String full = SHORT.getOrDefault(rule, rule);
    int inner = full.indexOf('/');
    if (inner >= 0) {
      if (!step.isEmpty()) {
        throw new IllegalArgumentException(
            "rule '" + rule + "' has the step '" + full.substring(inner + 1) + "' already");
      }
      step = full.substring(inner + 1);
      full = full.substring(0, inner);
    }
    ServerStep made = find(STEPS, step.isEmpty() ? "step" : step, "step", expression).apply(p);
    return new Strategy(expression, aggregator(full, expression, p), made);
  }

  private static Aggregator aggregator(String rule, String expression, Parameters p) {
    String[] parts = rule.split("\\+", -1);
    if (parts.length == 1 && LINEAR.containsKey(rule)) {
      return LINEAR.get(rule).apply(p);
    }
    if (parts.length == 1 && MOMENTS.containsKey(rule)) {
      return MOMENTS.get(rule).apply(p);
    }
    List<Mixing> mixings = new ArrayList<>();
    for (int i = 0; i < parts.length - 1; i++) {
      mixings.add(find(MIXINGS, parts[i], "mixing", expression).apply(p));
    }
    String last = SHORT.getOrDefault(parts[parts.length - 1], parts[parts.length - 1]);
    if (last.equals("bulyan-selection+bulyan-mean")) {
      mixings.add(MIXINGS.get("bulyan-selection").apply(p));
      last = "bulyan-mean";
    }
    if (MIXINGS.containsKey(last)) {
      mixings.add(MIXINGS.get(last).apply(p));
      return new RobustRule(mixings, new Mean());
    }
    if (SELECTIONS.containsKey(last)) {
      mixings.add(SELECTIONS.get(last).apply(p));
      return new RobustRule(mixings, new First());
    }
    return new RobustRule(mixings, find(COORDINATES, last, "rule", expression).apply(p));
  }

  private static <T> Function<Parameters, T> find(
      Map<String, Function<Parameters, T>> all, String name, String what, String expression) {
    Function<Parameters, T> maker = all.get(name);
    if (maker == null) {
      throw new IllegalArgumentException(
          "there is no "
              + what
              + " '"
              + name
              + "' (in '"
              + expression
              + "'): use one of "
              + String.join(", ", what.equals("rule") ? names() : all.keySet()));
    }
    return maker;
  }
}
