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
 * Loan applicants, judged by one of ten rules: Agrawal, Imielinski and Swami, "Database mining: a
 * performance perspective", IEEE TKDE 5(6), 1993, appendix. After the judgement the numbers are
 * perturbed by a fraction of their range, and stay within it.
 *
 * <p>Equal to MOA's AgrawalGenerator, instance for instance. That includes one thing the paper does
 * not have: when there is perturbation, no house is worth more than 135,000.
 */
public final class Agrawal implements InstanceStream {
  private static final StreamSchema SCHEMA =
      new StreamSchema(
          "agrawal",
          List.of(
              new Attribute.Numeric("salary"),
              new Attribute.Numeric("commission"),
              new Attribute.Numeric("age"),
              new Attribute.Nominal(
                  "elevel", IntStream.range(0, 5).mapToObj(i -> "level" + i).toList()),
              new Attribute.Nominal("car", Attribute.names("car", 20)),
              new Attribute.Nominal("zipcode", Attribute.names("zipcode", 9)),
              new Attribute.Numeric("hvalue"),
              new Attribute.Numeric("hyears"),
              new Attribute.Numeric("loan")),
          List.of("groupA", "groupB"));

  private final int function;
  private final double perturbation;
  private final Random random;

  /**
   * @param function 1 to 10
   * @param perturbation fraction of the range of an attribute, 0 to 1; 0.05 in MOA
   */
  public Agrawal(int function, double perturbation, long seed) {
    if (function < 1 || function > 10 || !(perturbation >= 0 && perturbation <= 1)) {
      throw new IllegalArgumentException(
          "Agrawal's function "
              + function
              + " with perturbation "
              + perturbation
              + ": use a function of 1 to 10 and a perturbation of 0 to 1");
    }
    this.function = function;
    this.perturbation = perturbation;
    random = new Random(seed);
  }

  @Override
  public StreamSchema schema() {
    return SCHEMA;
  }

  @Override
  public boolean next(Instance into) {
    double salary = 20_000 + 130_000 * random.nextDouble();
    double commission = salary >= 75_000 ? 0 : 10_000 + 65_000 * random.nextDouble();
    int age = 20 + random.nextInt(61);
    int education = random.nextInt(5);
    int car = random.nextInt(20);
    int zipcode = random.nextInt(9);
    double house = (9.0 - zipcode) * 100_000 * (0.5 + random.nextDouble());
    int years = 1 + random.nextInt(30);
    double loan = random.nextDouble() * 500_000;
    into.label =
        LoanRule.groupA(function, salary, commission, age, education, house, years, loan) ? 0 : 1;
    double[] x = into.x;
    x[0] = salary;
    x[1] = commission;
    x[2] = age;
    x[3] = education;
    x[4] = car;
    x[5] = zipcode;
    x[6] = house;
    x[7] = years;
    x[8] = loan;
    if (perturbation > 0) {
      perturb(x, zipcode);
    }
    return true;
  }

  private void perturb(double[] x, int zipcode) {
    x[0] = perturb(x[0], 130_000, 20_000, 150_000);
    if (x[1] > 0) {
      x[1] = perturb(x[1], 65_000, 10_000, 75_000);
    }
    x[2] = Math.round(perturb(x[2], 60, 20, 80));
    x[6] = perturb(x[6], (9.0 - zipcode) * 100_000, 0, 135_000);
    x[7] = Math.round(perturb(x[7], 29, 1, 30));
    x[8] = perturb(x[8], 500_000, 0, 500_000);
  }

  private double perturb(double value, double range, double low, double high) {
    double moved = value + range * (2 * (random.nextDouble() - 0.5)) * perturbation;
    return Math.max(low, Math.min(high, moved));
  }
}
