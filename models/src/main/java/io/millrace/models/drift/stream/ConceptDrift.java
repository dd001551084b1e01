/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.stream;

import java.util.List;
import java.util.Random;

/**
 * A stream that leaves one concept for another. Instance t, counted from 1, is of the new concept
 * with the probability 1 / (1 + exp(-4 (t - p) / w)), where p is the middle of the drift and w its
 * width: the sigmoid of Bifet, Holmes, Pfahringer, Kirkby and Gavaldà, "New ensemble methods for
 * evolving data streams", KDD 2009, section 3.1. A width of 1 is an abrupt drift.
 *
 * <p>The random draw is one {@code nextDouble} of a {@link Random} per instance, before the chosen
 * stream draws, as in MOA's ConceptDriftStream with its alpha left at 0: with the same streams
 * inside and the same seed, both give the same instances.
 */
public final class ConceptDrift implements InstanceStream {
  /** The seed that MOA's stream has by default. */
  public static final long DEFAULT_SEED = 1;

  private final InstanceStream before;
  private final InstanceStream after;
  private final double position;
  private final double width;
  private final Random random;
  private long t;

  /**
   * @param before the concept until the drift, of the same schema as {@code after}
   * @param position p, in instances of this stream
   * @param width w, in instances, above 0
   * @throws IllegalArgumentException when the width is not positive or the streams' attributes or
   *     classes differ
   */
  public ConceptDrift(
      InstanceStream before, InstanceStream after, double position, double width, long seed) {
    if (!(width > 0) || Double.isNaN(position)) {
      throw new IllegalArgumentException(
          "a drift at " + position + " of width " + width + ": the width must be above 0");
    }
    if (!before.schema().attributes().equals(after.schema().attributes())
        || !before.schema().classes().equals(after.schema().classes())) {
      throw new IllegalArgumentException(
          "a drift from '"
              + before.schema().name()
              + "' to '"
              + after.schema().name()
              + "', whose attributes or classes differ: both must have the same");
    }
    this.before = before;
    this.after = after;
    this.position = position;
    this.width = width;
    random = new Random(seed);
  }

  /**
   * Several drifts of one width, one after the other, nested to the left: the stream of the first
   * concepts is the old side of the drift to the next one. A concept that is in the list twice (as
   * two streams) recurs. An outer drift counts all instances, an inner one only those that fall to
   * its side: the difference is within the width of the drifts.
   *
   * @param concepts one more than positions
   * @param seed of each drift
   * @throws IllegalArgumentException when the numbers do not match
   */
  public static InstanceStream sequence(
      List<InstanceStream> concepts, List<? extends Number> positions, double width, long seed) {
    if (concepts.size() != positions.size() + 1) {
      throw new IllegalArgumentException(
          concepts.size()
              + " concepts and "
              + positions.size()
              + " drifts: give one concept more than drifts");
    }
    InstanceStream stream = concepts.get(0);
    for (int i = 0; i < positions.size(); i++) {
      stream =
          new ConceptDrift(
              stream, concepts.get(i + 1), positions.get(i).doubleValue(), width, seed);
    }
    return stream;
  }

  /** The probability that instance t, counted from 1, is of the new concept. */
  static double probability(long t, double position, double width) {
    return 1 / (1 + Math.exp(-4 * (t - position) / width));
  }

  @Override
  public StreamSchema schema() {
    return before.schema();
  }

  @Override
  public boolean next(Instance into) {
    t++;
    InstanceStream chosen = random.nextDouble() > probability(t, position, width) ? before : after;
    return chosen.next(into);
  }

  @Override
  public void close() {
    before.close();
    after.close();
  }
}
