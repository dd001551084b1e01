/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.stream;

import java.util.List;
import java.util.stream.IntStream;

/** What one attribute of a stream is called and can hold. */
public sealed interface Attribute {
  String name();

  /** A number. */
  record Numeric(String name) implements Attribute {}

  /**
   * One of several names; an instance holds its place in the list.
   *
   * @param values known so far; a stream may meet more
   */
  record Nominal(String name, List<String> values) implements Attribute {
    public Nominal {
      values = List.copyOf(values);
    }
  }

  /** So many numbers: prefix1, prefix2, ... */
  static List<Attribute> numerics(String prefix, int count) {
    return IntStream.rangeClosed(1, count)
        .<Attribute>mapToObj(i -> new Numeric(prefix + i))
        .toList();
  }

  /** So many names: prefix1, prefix2, ... */
  static List<String> names(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
  }
}
