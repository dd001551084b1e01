/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.moments.TensorMoments;
import io.millrace.models.aggregation.round.BufferedFragment;
import io.millrace.models.aggregation.round.GramSum;
import io.millrace.models.aggregation.round.LinearFragment;
import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.MomentsRule;
import io.millrace.models.aggregation.rule.RobustRule;
import io.millrace.models.aggregation.transit.ShardEvent.Close;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import io.millrace.state.aggregation.FragmentState;
import io.millrace.state.aggregation.ShardState;
import io.millrace.state.aggregation.ShardState.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ends rounds where all that a rule needs lies in one shard. Decodes one fragment at a time. */
final class WholeModel {
  private final Shard shard;
  private final ShardSink sink;

  WholeModel(Shard shard, ShardSink sink) {
    this.shard = shard;
    this.sink = sink;
  }

  /** A robust rule; without mixings any shard will do. */
  void finishRobust(RobustRule rule, ShardState state, Close close) {
    Coefficients coefficients = null;
    String failure = "";
    if (!rule.mixings().isEmpty()) {
      Gram gram = gram(rule, state);
      try {
        coefficients = rule.solve(gram);
      } catch (IllegalArgumentException | ArithmeticException e) {
        failure = "the rule gives no result: " + e.getMessage();
      }
      sink.publish(Likenesses.of(close.key(), close.round().number() + 1, gram, coefficients));
    }
    for (FragmentState fragment : state.fragments().values()) {
      float[] direction = new float[fragment.fragment().length()];
      double[] distances = new double[0];
      if (failure.isEmpty()) {
        BufferedFragment buffer = Deltas.buffer(fragment.members().values(), fragment);
        buffer.finish(rule, coefficients, centre(rule, fragment), direction);
        distances = buffer.distances(direction);
      }
      shard.move(close.key(), close.round().number(), fragment, direction, distances, failure);
      if (rule.centred() && failure.isEmpty()) {
        fragment.centre(direction);
      }
      release(state, fragment);
    }
  }

  private static Gram gram(RobustRule rule, ShardState state) {
    FragmentState first = state.fragments().values().iterator().next();
    GramSum sum = new GramSum(new ArrayList<>(first.members().keySet()), rule.centred());
    for (FragmentState fragment : state.fragments().values()) {
      BufferedFragment buffer = Deltas.buffer(fragment.members().values(), fragment);
      sum.add(buffer.products(centre(rule, fragment)));
    }
    return sum.gram();
  }

  private static float[] centre(RobustRule rule, FragmentState fragment) {
    if (!rule.centred()) {
      return null;
    }
    return fragment.centre() == null ? new float[fragment.fragment().length()] : fragment.centre();
  }

  /** A mean that is shifted and scaled per tensor. */
  void finishMoments(MomentsRule rule, ShardState state, Close close) {
    ModelShape shape = shape(state.tensors());
    TensorMoments moments = new TensorMoments(shape);
    Map<Integer, float[]> means = new TreeMap<>();
    String failure = "";
    try {
      for (FragmentState fragment : state.fragments().values()) {
        means.put(fragment.fragment().index(), mean(rule.mean(), fragment, close, moments));
      }
      MomentsRule.Correction[] corrections = moments.solve(rule);
      for (FragmentState fragment : state.fragments().values()) {
        correct(means.get(fragment.fragment().index()), fragment, corrections);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      failure = "the rule gives no result: " + e.getMessage();
    }
    for (FragmentState fragment : state.fragments().values()) {
      float[] direction =
          means.getOrDefault(fragment.fragment().index(), new float[fragment.fragment().length()]);
      shard.move(close.key(), close.round().number(), fragment, direction, new double[0], failure);
      release(state, fragment);
    }
  }

  private static float[] mean(
      LinearRule rule, FragmentState fragment, Close close, TensorMoments moments) {
    int length = fragment.fragment().length();
    int tensor = fragment.fragment().tensor();
    float[] current = fragment.parameters();
    LinearFragment sums = new LinearFragment(rule, length);
    for (Kept kept : fragment.members().values()) {
      sums.accumulate(kept.payload(), kept.weight(), kept.chunk());
      float[] model = Deltas.of(kept, fragment);
      for (int i = 0; i < length; i++) {
        model[i] += current[i];
      }
      moments.add(kept.worker(), tensor, model, 0, length);
    }
    float[] mean = new float[length];
    sums.finish(rule, close.round(), current, mean);
    for (int i = 0; i < length; i++) {
      mean[i] += current[i];
    }
    moments.addMean(tensor, mean, 0, length);
    return mean;
  }

  private static void correct(
      float[] mean, FragmentState fragment, MomentsRule.Correction[] corrections) {
    MomentsRule.Correction correction = corrections[fragment.fragment().tensor()];
    float[] current = fragment.parameters();
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (correction.shift() + correction.scale() * mean[i] - current[i]);
    }
  }

  /** Moments know tensors by their size only. */
  private static ModelShape shape(List<Long> tensors) {
    List<TensorShape> shapes = new ArrayList<>(tensors.size());
    for (int t = 0; t < tensors.size(); t++) {
      shapes.add(TensorShape.of(Integer.toString(t), tensors.get(t)));
    }
    return new ModelShape(shapes);
  }

  private static void release(ShardState state, FragmentState fragment) {
    fragment.members().values().forEach(state::release);
    fragment.members().clear();
  }
}
