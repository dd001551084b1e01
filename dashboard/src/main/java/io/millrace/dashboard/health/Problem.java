/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.health;

/**
 * Something that is wrong.
 *
 * @param severity bad (act now) or warn (look at it)
 * @param text what it is
 * @param remedy what to do about it
 */
public record Problem(String severity, String text, String remedy) {
  static Problem bad(String text, String remedy) {
    return new Problem("bad", text, remedy);
  }

  static Problem warn(String text, String remedy) {
    return new Problem("warn", text, remedy);
  }
}
