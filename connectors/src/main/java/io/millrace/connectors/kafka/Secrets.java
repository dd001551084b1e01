/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What must not be shown: the values of some properties, and passwords inside of texts. */
public final class Secrets {
  /** Stands for what is not shown. */
  public static final String HIDDEN = "***";

  private static final List<String> TELLING =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "jaas",
          "secret",
          "token",
          "credential",
          "private",
          "user.info");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[a-zA-Z]+:[^}]*}");

  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|passwd|passphrase|secret|token|api-?key|access-?key)[\\w.-]*\"?\\s*[=:]\\s*)"
              + "(?:\"[^\"]*\"|'[^']*'|[^\\s,;})\\]]+)");

  private static final Pattern MODULE =
      Pattern.compile("(?i)(LoginModule\\s+(?:required|requisite|sufficient|optional))[^;]*;?");

  private Secrets() {}

  /** Whether a property of this name holds something that must not be shown. */
  public static boolean isSecret(String key) {
    String k = key.toLowerCase(Locale.ROOT);
    return TELLING.stream().anyMatch(k::contains) || k.endsWith("key");
  }

  /**
   * The value of a property as it may be shown: a reference such as {@code ${env:NAME}} tells where
   * the secret is, not what.
   */
  public static String shown(String key, String value) {
    if (!isSecret(key)) {
      return redact(value);
    }
    return value.isEmpty() || REFERENCE.matcher(value).matches() ? value : HIDDEN;
  }

  /** A text without the passwords in it that can be told by their names. */
  public static String redact(String text) {
    String named = NAMED.matcher(text).replaceAll("$1" + HIDDEN.replace("*", "\\*"));
    return MODULE.matcher(named).replaceAll("$1 " + HIDDEN.replace("*", "\\*"));
  }

  /** Whether a value refers to something outside of the configuration. */
  static boolean refers(String value) {
    return REFERENCE.matcher(value).find();
  }
}
