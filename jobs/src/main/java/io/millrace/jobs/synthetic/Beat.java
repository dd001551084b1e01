/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.synthetic;

/**
 * A true beat.
 *
 * @param sample number of the sample nearest to the R peak, from the stream's start
 */
public record Beat(long sample, Kind kind) {
  /** Where a beat has its origin, as in the classes of ANSI/AAMI EC57. */
  public enum Kind {
    NORMAL("N"),
    SUPRAVENTRICULAR("S"),
    VENTRICULAR("V");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The class as one letter. */
    public String label() {
      return label;
    }
  }
}
