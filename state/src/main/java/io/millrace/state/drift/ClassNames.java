/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.learner.Labels;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of a stream's classes. Its first label says whether labels are numbers or names;
 * names are numbered in the order in which they come.
 */
public final class ClassNames {
  /** What {@link #code} says of a label of the other kind, or of one name too many. */
  public static final int UNSUITABLE = -1;

  private static final int UNKNOWN = 0;
  private static final int NUMBERS = 1;
  private static final int NAMES = 2;

  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> codes = new HashMap<>();
  private int kind = UNKNOWN;

  /**
   * The number of a label's class, or {@link #UNSUITABLE}.
   *
   * @param most names that there may be
   */
  public int code(ClassLabel label, int most) {
    int own = label.name() == null ? NUMBERS : NAMES;
    if (kind == UNKNOWN) {
      kind = own;
    }
    if (own != kind) {
      return UNSUITABLE;
    }
    if (own == NUMBERS) {
      return label.code();
    }
    Integer known = codes.get(label.name());
    if (known != null) {
      return known;
    }
    return names.size() >= most ? UNSUITABLE : add(label.name());
  }

  /** Announces a name. */
  public int add(String name) {
    kind = NAMES;
    names.add(name);
    codes.put(name, names.size() - 1);
    return names.size() - 1;
  }

  /** Whether labels are names. */
  public boolean named() {
    return kind == NAMES;
  }

  /** The name of a class, or null where it has none. */
  public String name(int code) {
    return code < names.size() ? names.get(code) : null;
  }

  void write(PieceWriter out) {
    out.u8(kind);
    out.varint(names.size());
    for (String name : names) {
      Texts.write(name, out);
    }
  }

  void read(PieceReader in) {
    kind = in.u8();
    int count = in.count("names of classes", Labels.MAX + 1);
    names.clear();
    codes.clear();
    for (int i = 0; i < count; i++) {
      names.add(Texts.read(in));
      codes.put(names.get(i), i);
    }
  }
}
