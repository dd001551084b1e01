/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.generator;

/** The ten rules of {@link Agrawal}; within a range means between two bounds or on them. */
final class LoanRule {
  private LoanRule() {}

  static boolean groupA(
      int function,
      double salary,
      double commission,
      int age,
      int education,
      double house,
      int years,
      double loan) {
    double income = salary + commission;
    double left = 2 * income / 3;
    return switch (function) {
      case 1 -> age < 40 || age >= 60;
      case 2 -> byAge(age, salary);
      case 3 -> educated(age, education);
      case 4 -> education(age, education, salary);
      case 5 -> loan(age, salary, loan);
      case 6 -> byAge(age, income);
      case 7 -> left - loan / 5 - 20_000 > 0;
      case 8 -> left - 5_000 * education - 20_000 > 0;
      case 9 -> left - 5_000 * education - loan / 5 - 10_000 > 0;
      case 10 -> left - 5_000 * education + equity(house, years) / 5 - 10_000 > 0;
      default -> throw new IllegalArgumentException("rule " + function + ": there are ten");
    };
  }

  private static boolean within(double value, double low, double high) {
    return value >= low && value <= high;
  }

  /** Rules 2 and 6. */
  private static boolean byAge(int age, double income) {
    if (age < 40) {
      return within(income, 50_000, 100_000);
    }
    return age < 60 ? within(income, 75_000, 125_000) : within(income, 25_000, 75_000);
  }

  /** Rule 3, and what rule 4 asks first. */
  private static boolean educated(int age, int education) {
    if (age < 40) {
      return education <= 1;
    }
    return age < 60 ? within(education, 1, 3) : within(education, 2, 4);
  }

  private static boolean education(int age, int education, double salary) {
    boolean educated = educated(age, education);
    if (age < 40) {
      return educated ? within(salary, 25_000, 75_000) : within(salary, 50_000, 100_000);
    } else if (age < 60) {
      return educated ? within(salary, 50_000, 100_000) : within(salary, 75_000, 125_000);
    }
    return educated ? within(salary, 50_000, 100_000) : within(salary, 25_000, 75_000);
  }

  private static boolean loan(int age, double salary, double loan) {
    boolean paid = byAge(age, salary);
    if (age < 40) {
      return paid ? within(loan, 100_000, 300_000) : within(loan, 200_000, 400_000);
    } else if (age < 60) {
      return paid ? within(loan, 200_000, 400_000) : within(loan, 300_000, 500_000);
    }
    return paid ? within(loan, 300_000, 500_000) : within(loan, 100_000, 300_000);
  }

  /** What the house adds, in tenths of its value per year after the twentieth. */
  private static double equity(double house, int years) {
    return years >= 20 ? house * (years - 20) / 10 : 0;
  }
}
