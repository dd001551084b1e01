/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import java.util.List;

/**
 * An attribute of the instances in a file.
 *
 * @param nominal whether it holds names, not numbers
 * @param values the names known so far, in the order of their codes; empty when it holds numbers
 */
public record Column(String name, boolean nominal, List<String> values) {
  public Column {
    values = List.copyOf(values);
  }

  public static Column numeric(String name) {
    return new Column(name, false, List.of());
  }

  public static Column nominal(String name, List<String> values) {
    return new Column(name, true, values);
  }
}
