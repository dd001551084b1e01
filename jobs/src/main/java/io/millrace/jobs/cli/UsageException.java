/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

/** A user's mistake: the message says what is wrong and what to do, no stack trace is shown. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  /**
   * @param remedy what to give instead
   * @throws UsageException naming option, value and remedy, unless the condition holds
   */
  public static void unless(boolean holds, String option, Object value, String remedy) {
    if (!holds) {
      throw new UsageException(option + " is " + value + ": give " + remedy);
    }
  }
}
