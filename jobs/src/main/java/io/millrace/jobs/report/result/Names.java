/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.result;

/** Keys of JSON as people read them. */
final class Names {
  private Names() {}

  /** {@code kappa_m} becomes kappa m, and so does {@code kappaM}. */
  static String of(String key) {
    return key.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replace('_', ' ').strip();
  }

  /** The same as a heading. */
  static String title(String key) {
    String name = of(key);
    return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
