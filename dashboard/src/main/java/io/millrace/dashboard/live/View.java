/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.live;

import java.util.Arrays;
import java.util.Optional;

/** What a page can look at. */
public enum View {
  OVERVIEW("overview", 1000),
  SIGNALS("signals", 250),
  DRIFT("drift", 1000),
  GRAPH("graph", 1000),
  AGGREGATION("aggregation", 1000),
  DEAD_LETTERS("dead-letters", 1000);

  private final String label;
  private final int everyMillis;

  View(String label, int everyMillis) {
    this.label = label;
    this.everyMillis = everyMillis;
  }

  /** As it stands in addresses. */
  public String label() {
    return label;
  }

  /** How often it is sent. */
  public int everyMillis() {
    return everyMillis;
  }

  public static Optional<View> named(String label) {
    return Arrays.stream(values()).filter(view -> view.label.equals(label)).findFirst();
  }
}
