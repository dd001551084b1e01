/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.instances;

import io.millrace.connectors.instance.TableLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Published data sets that go by a name, and where to get them. */
enum PublicSet {
  /** Elec2, normalised: 45,312 instances, 8 attributes, 2 classes. */
  ELECTRICITY("electricity", "https://www.openml.org/d/151"),
  /**
   * Covertype in its original order: 581,012 instances, 54 attributes, 7 classes. As streams have
   * it, the first ten attributes are brought to 0 to 1 and the others are names.
   */
  COVTYPE("covtype", "https://archive.ics.uci.edu/dataset/31/covertype"),
  /** Airlines: 539,383 instances, 7 attributes, 2 classes. */
  AIRLINES("airlines", "https://www.openml.org/d/1169");

  private static final List<String> ENDINGS = List.of(".arff.gz", ".arff", ".csv.gz", ".csv");

  private final String label;
  private final String source;

  PublicSet(String label, String source) {
    this.label = label;
    this.source = source;
  }

  static Optional<PublicSet> find(String label) {
    return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
  }

  String label() {
    return label;
  }

  /**
   * The file in a folder, or in its folder drift.
   *
   * @throws IllegalArgumentException when there is none
   */
  Path file(Path folder) {
    return Stream.of(folder, folder.resolve("drift"))
        .flatMap(each -> ENDINGS.stream().map(ending -> each.resolve(label + ending)))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no file "
                        + label
                        + " with an ending of "
                        + ENDINGS
                        + " in "
                        + folder
                        + " or its drift: get it from "
                        + source));
  }

  /** How its table is read. */
  TableLayout layout() {
    return switch (this) {
      case ELECTRICITY -> TableLayout.AUTOMATIC.classes(List.of("UP", "DOWN"));
      case COVTYPE ->
          TableLayout.AUTOMATIC
              .nominal(List.of("11-54"))
              .classes(List.of("1", "2", "3", "4", "5", "6", "7"))
              .scaled(10);
      case AIRLINES ->
          TableLayout.AUTOMATIC.nominal(List.of("1", "3", "4", "5")).classes(List.of("0", "1"));
    };
  }
}
