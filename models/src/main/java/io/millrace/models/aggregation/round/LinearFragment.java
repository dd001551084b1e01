/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.round;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codec;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.exact.ExactSum;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Totals;
import io.millrace.models.shape.ModelShape;

/** A fragment of a round under a linear rule: O(fragment) memory for any number of workers. */
public final class LinearFragment {
  private static final ThreadLocal<float[]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[ModelShape.FRAGMENT]);

  private final ExactSum sum;
  private Totals totals;

  /** An empty round. */
  public LinearFragment(LinearRule rule, int length) {
    this(new ExactSum(rule.grid(), length), Totals.NONE);
  }

  /** Continues from stored parts. */
  public LinearFragment(ExactSum sum, Totals totals) {
    this.sum = sum;
    this.totals = totals;
  }

  public ExactSum sum() {
    return sum;
  }

  public Totals totals() {
    return totals;
  }

  /**
   * Adds a verified chunk that stands for this fragment, floats straight from its bytes.
   *
   * @throws io.millrace.models.aggregation.exact.ValueOutOfGridException when a value is not finite
   *     or too large; nothing has changed then
   */
  public void accumulate(Payload payload, double weight, Chunk chunk) {
    Codec codec = Codecs.withId(chunk.codec());
    if (codec.plain() && chunk.bytes().length == 4L * chunk.count()) {
      sum.add(signed(payload, weight), chunk.bytes(), 0, chunk.count(), 0);
    } else {
      float[] scratch = SCRATCH.get();
      codec.decode(chunk.bytes(), 0, chunk.bytes().length, scratch, 0, chunk.count());
      sum.add(signed(payload, weight), scratch, 0, chunk.count(), 0);
    }
    totals = totals.plus(payload, weight);
  }

  /** Adds values. */
  public void accumulate(Payload payload, double weight, float[] values, int at) {
    sum.add(signed(payload, weight), values, at, sum.length(), 0);
    totals = totals.plus(payload, weight);
  }

  /** Takes out what was added before with the same arguments: exact, no trace remains. */
  public void retract(Payload payload, double weight, float[] values, int at) {
    sum.remove(signed(payload, weight), values, at, sum.length(), 0);
    totals = totals.minus(payload, weight);
  }

  private static double signed(Payload payload, double weight) {
    return payload == Payload.GRADIENT ? -weight : weight;
  }

  /** Adds another part of the same round. */
  public void combine(LinearFragment other) {
    sum.merge(other.sum);
    totals = totals.plus(other.totals);
  }

  /**
   * The direction of the round.
   *
   * @param parameters the current ones, needed where updates are models
   * @param out as long as the fragment
   */
  public void finish(LinearRule rule, Round round, float[] parameters, float[] out) {
    double divisor = rule.divisor(totals, round);
    sum.divide(divisor, out, 0);
    if (totals.modelUnits() != 0) {
      // Before rounding to floats: the difference is much smaller than either side.
      double weight = totals.modelWeight();
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) ((sum.at(i) - weight * parameters[i]) / divisor);
      }
    }
  }
}
