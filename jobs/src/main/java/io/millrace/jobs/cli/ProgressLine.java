/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error where a person watches it, and nothing anywhere else. */
public final class ProgressLine implements AutoCloseable {
  private static final int UPDATE_MILLIS = 200;

  private final Console console;
  private final String unit;
  private String task;
  private ProgressBar bar;

  private ProgressLine(Console console, String unit) {
    this.console = console;
    this.unit = unit;
  }

  /** A line that counts such things. */
  public static ProgressLine on(Console console, String unit) {
    return new ProgressLine(console, unit);
  }

  /**
   * Shows how far a task is; the line of another one ends.
   *
   * @param total what is all of it; -1 where nobody knows
   */
  public void show(String newTask, long done, long total) {
    if (!console.terminal()) {
      return;
    }
    if (!newTask.equals(task)) {
      close();
      task = newTask;
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setUnit(" " + unit, 1)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .showSpeed()
              .setConsumer(new ConsoleProgressBarConsumer(console.err()))
              .build();
    }
    bar.stepTo(done);
  }

  /** Ends the line, so that others can be written. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
