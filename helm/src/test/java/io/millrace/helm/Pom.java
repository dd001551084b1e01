/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The root pom, where versions and flags stand. */
final class Pom {
  private Pom() {}

  /** The text of a property. */
  static String property(String name) {
    try {
      Matcher matcher =
          Pattern.compile("<" + Pattern.quote(name) + ">([^<]*)<")
              .matcher(Files.readString(Path.of("..", "pom.xml")));
      if (!matcher.find()) {
        throw new AssertionError("the root pom has no property " + name);
      }
      return matcher.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
