/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.transit;

/**
 * A class as a record names it: by number or by name.
 *
 * @param code from 0, or {@link #NAMED} where it goes by its name
 * @param name or null where it goes by its number
 */
public record ClassLabel(int code, String name) {
  public static final int NAMED = -1;

  public static ClassLabel of(int code) {
    return new ClassLabel(code, null);
  }

  public static ClassLabel of(String name) {
    return new ClassLabel(NAMED, name);
  }

  @Override
  public String toString() {
    return name == null ? Integer.toString(code) : "'" + name + "'";
  }
}
