/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

/**
 * What an operator did about a model.
 *
 * @param model its name
 * @param version its version
 * @param outcome what became of it
 * @param message in words
 * @param subtask index of the task that reports
 * @param timeMillis processing time, milliseconds since the epoch
 */
public record ModelReport(
    String model, String version, Outcome outcome, String message, int subtask, long timeMillis) {
  /** What became of a model. */
  public enum Outcome {
    /** It serves. */
    SERVING,
    /** It could not be loaded; the one before goes on serving. */
    FAILED
  }
}
