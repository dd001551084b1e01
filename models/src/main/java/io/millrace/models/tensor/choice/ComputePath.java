/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.choice;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The compute path as configured. */
public enum ComputePath {
  /** By {@link KernelRule} among the paths that are there. */
  AUTO("auto"),
  /** Scalar loops. */
  PLAIN("plain"),
  /** The Java vector API. */
  VECTOR("vector"),
  /** PyTorch, on the assigned GPU if there is one. */
  DJL("djl");

  private final String label;

  ComputePath(String label) {
    this.label = label;
  }

  /** The name in configuration. */
  public String label() {
    return label;
  }

  /**
   * The path of that name.
   *
   * @throws IllegalArgumentException naming the label and the known ones
   */
  public static ComputePath parse(String label) {
    for (ComputePath path : values()) {
      if (path.label.equals(label)) {
        return path;
      }
    }
    throw new IllegalArgumentException(
        "compute path '%s' is unknown: use one of %s"
            .formatted(
                label,
                Arrays.stream(values()).map(ComputePath::label).collect(Collectors.joining(", "))));
  }
}
