/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.round;

import io.millrace.models.aggregation.exact.ExactScalar;
import io.millrace.models.aggregation.exact.Weight;
import io.millrace.models.aggregation.kernel.KernelPath;
import io.millrace.models.aggregation.moments.TensorMoments;
import io.millrace.models.aggregation.rule.Aggregator;
import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.MomentsRule;
import io.millrace.models.aggregation.rule.RobustRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Strategy;
import io.millrace.models.aggregation.rule.WorkerHistory;
import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A model and its rounds in one process: the job's algorithm as a for loop. */
public final class LocalServer {
  private final Strategy strategy;
  private final ModelShape shape;
  private final float[][] parameters;
  private final float[][][] stepStates;
  private final float[][] centres;
  private final Map<String, WorkerHistory> histories = new TreeMap<>();
  private final Map<String, Remembered> latest = new HashMap<>();
  private final LinearFragment[] remembered;
  private long rounds;

  private record Remembered(LocalUpdate update, double weight) {}

  /**
   * A server.
   *
   * @param parameters one array per tensor, copied
   */
  public LocalServer(Strategy strategy, ModelShape shape, float[][] parameters) {
    this.strategy = strategy;
    this.shape = shape;
    this.parameters = Arrays.stream(parameters).map(float[]::clone).toArray(float[][]::new);
    stepStates = new float[shape.fragments()][][];
    centres = new float[shape.fragments()][];
    remembered = new LinearFragment[shape.fragments()];
    for (int f = 0; f < stepStates.length; f++) {
      stepStates[f] = strategy.step().open(shape.fragment(f).length());
      centres[f] = new float[shape.fragment(f).length()];
    }
  }

  /** The current parameters, live. */
  public float[][] parameters() {
    return parameters;
  }

  public long rounds() {
    return rounds;
  }

  /** A round of a fleet in which only those known so far and the senders exist. */
  public RoundResult round(List<LocalUpdate> updates) {
    java.util.TreeSet<String> known = new java.util.TreeSet<>(histories.keySet());
    updates.forEach(u -> known.add(u.contribution().worker()));
    return round(updates, Round.of(rounds, Math.max(1, known.size())));
  }

  /**
   * Runs a round.
   *
   * @throws IllegalArgumentException when the rule needs more updates than are left
   */
  public RoundResult round(List<LocalUpdate> updates, Round round) {
    Map<String, String> rejected = new TreeMap<>();
    List<LocalUpdate> accepted = new ArrayList<>();
    for (LocalUpdate update : updates) {
      String reason = refuse(update);
      if (reason == null) {
        accepted.add(update);
      } else {
        rejected.put(update.contribution().worker(), reason);
      }
    }
    if (accepted.isEmpty()) {
      throw new IllegalArgumentException("the round has no acceptable update: " + rejected);
    }
    Map<String, Double> shares = new TreeMap<>();
    Map<String, Double> distances = new TreeMap<>();
    Aggregator aggregator = strategy.aggregator();
    float[][] directions;
    if (aggregator instanceof LinearRule linear) {
      directions = linear(linear, accepted, round, shares);
    } else if (aggregator instanceof MomentsRule moments) {
      directions = moments(moments, accepted, round, shares);
    } else {
      directions = robust((RobustRule) aggregator, accepted, shares, distances);
    }
    apply(directions);
    rounds++;
    return new RoundResult(
        whole(directions), List.copyOf(shares.keySet()), rejected, shares, distances);
  }

  private String refuse(LocalUpdate update) {
    float[][] tensors = update.tensors();
    if (tensors.length != shape.tensors().size()) {
      return "has " + tensors.length + " tensors, the model has " + shape.tensors().size();
    }
    for (int t = 0; t < tensors.length; t++) {
      if (tensors[t].length != shape.tensors().get(t).values()) {
        return "tensor " + t + " has " + tensors[t].length + " values";
      }
      int peak = KernelPath.best().peak(tensors[t], 0, tensors[t].length);
      if (!Float.isFinite(Float.intBitsToFloat(peak))) {
        return "tensor " + t + " is not finite";
      }
    }
    return null;
  }

  private float[][] linear(
      LinearRule rule, List<LocalUpdate> updates, Round round, Map<String, Double> shares) {
    double[] weights = new double[updates.size()];
    for (int u = 0; u < weights.length; u++) {
      Contribution contribution = updates.get(u).contribution();
      WorkerHistory history =
          histories.getOrDefault(contribution.worker(), WorkerHistory.unknown(round.number()));
      weights[u] = Weight.rounded(rule.weight(contribution, round, history));
      shares.merge(contribution.worker(), weights[u], Double::sum);
      histories.put(
          contribution.worker(), history.took(contribution, round.number(), rule.cutoff()));
    }
    boolean keeps = rule.memory() == LinearRule.Memory.LATEST_OF_EACH;
    float[][] directions = new float[shape.fragments()][];
    for (int f = 0; f < directions.length; f++) {
      Fragment fragment = shape.fragment(f);
      LinearFragment sums =
          keeps && remembered[f] != null
              ? remembered[f]
              : new LinearFragment(rule, fragment.length());
      for (int u = 0; u < weights.length; u++) {
        LocalUpdate update = updates.get(u);
        Remembered old = keeps ? latest.get(update.contribution().worker()) : null;
        if (old != null) {
          sums.retract(
              old.update().contribution().payload(),
              old.weight(),
              old.update().tensors()[fragment.tensor()],
              (int) fragment.offset());
        }
        sums.accumulate(
            update.contribution().payload(),
            weights[u],
            update.tensors()[fragment.tensor()],
            (int) fragment.offset());
      }
      directions[f] = new float[fragment.length()];
      sums.finish(rule, round, parameters(fragment), directions[f]);
      remembered[f] = keeps ? sums : null;
    }
    for (int u = 0; keeps && u < weights.length; u++) {
      latest.put(
          updates.get(u).contribution().worker(), new Remembered(updates.get(u), weights[u]));
    }
    return directions;
  }

  private float[][] moments(
      MomentsRule rule, List<LocalUpdate> updates, Round round, Map<String, Double> shares) {
    float[][] means = linear(rule.mean(), updates, round, shares);
    TensorMoments moments = new TensorMoments(shape);
    for (int f = 0; f < means.length; f++) {
      Fragment fragment = shape.fragment(f);
      float[] current = parameters(fragment);
      for (int i = 0; i < current.length; i++) {
        means[f][i] += current[i];
      }
      moments.addMean(fragment.tensor(), means[f], 0, fragment.length());
      for (LocalUpdate update : updates) {
        float[] model = delta(update, fragment);
        for (int i = 0; i < model.length; i++) {
          model[i] += current[i];
        }
        moments.add(update.contribution().worker(), fragment.tensor(), model, 0, fragment.length());
      }
    }
    MomentsRule.Correction[] corrections = moments.solve(rule);
    for (int f = 0; f < means.length; f++) {
      Fragment fragment = shape.fragment(f);
      MomentsRule.Correction correction = corrections[fragment.tensor()];
      float[] current = parameters(fragment);
      for (int i = 0; i < current.length; i++) {
        means[f][i] = (float) (correction.shift() + correction.scale() * means[f][i] - current[i]);
      }
    }
    return means;
  }

  private float[][] robust(
      RobustRule rule,
      List<LocalUpdate> updates,
      Map<String, Double> shares,
      Map<String, Double> distances) {
    BufferedFragment[] buffers = new BufferedFragment[shape.fragments()];
    for (int f = 0; f < buffers.length; f++) {
      Fragment fragment = shape.fragment(f);
      buffers[f] = new BufferedFragment(fragment.length());
      for (LocalUpdate update : updates) {
        buffers[f].accumulate(update.contribution().worker(), delta(update, fragment));
      }
    }
    List<String> workers = buffers[0].workers();
    Coefficients coefficients = null;
    if (!rule.mixings().isEmpty()) {
      GramSum sum = new GramSum(workers, rule.centred());
      for (int f = 0; f < buffers.length; f++) {
        sum.add(buffers[f].products(rule.centred() ? centres[f] : null));
      }
      coefficients = rule.solve(sum.gram());
    }
    float[][] directions = new float[buffers.length][];
    ExactScalar[] squares = new ExactScalar[workers.size()];
    Arrays.setAll(squares, i -> new ExactScalar());
    for (int f = 0; f < buffers.length; f++) {
      directions[f] = new float[shape.fragment(f).length()];
      buffers[f].finish(rule, coefficients, rule.centred() ? centres[f] : null, directions[f]);
      double[] parts = buffers[f].distances(directions[f]);
      for (int w = 0; w < parts.length; w++) {
        squares[w].add(parts[w]);
      }
    }
    for (int w = 0; w < squares.length; w++) {
      shares.put(workers.get(w), coefficients == null ? Double.NaN : coefficients.share(w));
      distances.put(workers.get(w), Math.sqrt(squares[w].value()));
    }
    return directions;
  }

  /** What an update wants to add to the parameters. */
  private float[] delta(LocalUpdate update, Fragment fragment) {
    int from = (int) fragment.offset();
    float[] values =
        Arrays.copyOfRange(update.tensors()[fragment.tensor()], from, from + fragment.length());
    if (update.contribution().payload() == Contribution.Payload.MODEL) {
      float[] current = parameters[fragment.tensor()];
      for (int i = 0; i < values.length; i++) {
        values[i] -= current[from + i];
      }
    } else if (update.contribution().payload() == Contribution.Payload.GRADIENT) {
      for (int i = 0; i < values.length; i++) {
        values[i] = -values[i];
      }
    }
    return values;
  }

  private float[] parameters(Fragment fragment) {
    int from = (int) fragment.offset();
    return Arrays.copyOfRange(parameters[fragment.tensor()], from, from + fragment.length());
  }

  private void apply(float[][] directions) {
    for (int f = 0; f < directions.length; f++) {
      Fragment fragment = shape.fragment(f);
      float[] moved = parameters(fragment);
      strategy.step().apply(stepStates[f], rounds, moved, directions[f]);
      System.arraycopy(
          moved, 0, parameters[fragment.tensor()], (int) fragment.offset(), moved.length);
      centres[f] = directions[f].clone();
    }
  }

  private float[][] whole(float[][] directions) {
    float[][] tensors = new float[parameters.length][];
    for (int t = 0; t < tensors.length; t++) {
      tensors[t] = new float[parameters[t].length];
    }
    for (int f = 0; f < directions.length; f++) {
      Fragment fragment = shape.fragment(f);
      System.arraycopy(
          directions[f], 0, tensors[fragment.tensor()], (int) fragment.offset(), fragment.length());
    }
    return tensors;
  }
}
