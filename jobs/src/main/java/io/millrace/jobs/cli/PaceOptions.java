/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import io.millrace.jobs.play.Pacer;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** How fast records are sent. */
public final class PaceOptions {
  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Records per second over all streams; 1000 is the default.",
      showDefaultValue = Help.Visibility.NEVER)
  private double rate = 1000;

  @Option(
      names = "--as-fast-as-possible",
      showDefaultValue = Help.Visibility.NEVER,
      description = "As fast as the brokers take them.")
  private boolean unpaced;

  /**
   * @throws UsageException when the rate is not above 0
   */
  public double perSecond() {
    UsageException.unless(rate > 0, "--rate", rate, "a number above 0");
    return unpaced ? Pacer.UNPACED : rate;
  }
}
