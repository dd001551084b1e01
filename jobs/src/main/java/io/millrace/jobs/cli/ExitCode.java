/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

/** What the process tells its caller. */
public final class ExitCode {
  /** All went well. */
  public static final int OK = 0;

  /** Something failed that the command line cannot know of beforehand. */
  public static final int FAILURE = 1;

  /** The arguments or the configuration are wrong. */
  public static final int USAGE = 2;

  /** The model cannot be streamed in the mode that was asked for. */
  public static final int NOT_ACCEPTED = 3;

  private ExitCode() {}
}
