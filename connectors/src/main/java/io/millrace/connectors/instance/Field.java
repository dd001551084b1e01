/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a column of a file is called, and the codes of its names when it holds names. */
final class Field {
  private final String name;
  private final boolean nominal;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  private Field(String name, boolean nominal) {
    this.name = name;
    this.nominal = nominal;
  }

  static Field numeric(String name) {
    return new Field(name, false);
  }

  static Field nominal(String name, List<String> values) {
    Field field = new Field(name, true);
    values.forEach(field::code);
    return field;
  }

  String name() {
    return name;
  }

  boolean isNominal() {
    return nominal;
  }

  List<String> values() {
    return List.copyOf(names);
  }

  Column column() {
    return new Column(name, nominal, names);
  }

  /** The code of a name, a new one for a new name. */
  int code(String value) {
    Integer code = codes.get(value);
    if (code == null) {
      code = names.size();
      codes.put(value, code);
      names.add(value);
    }
    return code;
  }
}
