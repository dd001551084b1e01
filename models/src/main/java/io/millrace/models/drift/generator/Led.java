/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.generator;

import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The digit on a seven-segment display whose segments fail, among 17 binary attributes that mean
 * nothing: Breiman, Friedman, Olshen and Stone, "Classification and regression trees", 1984,
 * section 2.6.1. A concept of d drifting attributes has the first d segments in the places of the
 * first d meaningless ones and the other way round. Equal to MOA's LEDGeneratorDrift, instance for
 * instance. With 10 % noise no classifier gets above 74.0 % accuracy.
 */
public final class Led implements InstanceStream {
  private static final int SEGMENTS = 7;
  private static final int IRRELEVANT = 17;
  private static final String[] DIGITS = {
    "1110111", "0010010", "1011101", "1011011", "0111010",
    "1101011", "1101111", "1010010", "1111111", "1111011"
  };
  private static final StreamSchema SCHEMA =
      new StreamSchema(
          "led",
          IntStream.rangeClosed(1, SEGMENTS + IRRELEVANT)
              .<Attribute>mapToObj(i -> new Attribute.Nominal("att" + i, List.of("0", "1")))
              .toList(),
          IntStream.range(0, 10).mapToObj(Integer::toString).toList());

  private final int[] place = new int[SEGMENTS + IRRELEVANT];
  private final int noise;
  private final Random random;

  /**
   * @param drifting segments that are in the place of meaningless attributes, 0 to 7
   * @param noise percent of segments that are turned over, 0 to 100
   */
  public Led(int drifting, int noise, long seed) {
    if (drifting < 0 || drifting > SEGMENTS) {
      throw new IllegalArgumentException(
          drifting + " drifting attributes of LED: use 0 to " + SEGMENTS);
    }
    for (int i = 0; i < place.length; i++) {
      place[i] = i;
    }
    for (int i = 0; i < drifting; i++) {
      place[i] = SEGMENTS + i;
      place[SEGMENTS + i] = i;
    }
    this.noise = Percent.check("attribute noise", noise);
    random = new Random(seed);
  }

  @Override
  public StreamSchema schema() {
    return SCHEMA;
  }

  @Override
  public boolean next(Instance into) {
    int digit = random.nextInt(10);
    String lit = DIGITS[digit];
    for (int i = 0; i < SEGMENTS; i++) {
      boolean on = lit.charAt(i) == '1' ^ Percent.happens(noise, random);
      into.x[place[i]] = on ? 1 : 0;
    }
    for (int i = SEGMENTS; i < place.length; i++) {
      into.x[place[i]] = random.nextInt(2);
    }
    into.label = digit;
    return true;
  }
}
