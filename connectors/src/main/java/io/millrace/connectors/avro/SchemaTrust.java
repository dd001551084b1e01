/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import io.millrace.schemas.SignalFrame;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Avro loads no class that a schema names unless somebody trusts it. Our own records are trusted
 * here, so that no process needs a system property for them; what others trust stays as it is.
 */
final class SchemaTrust {
  private static final String PACKAGE = SignalFrame.class.getPackageName();

  private SchemaTrust() {}

  /** Done once per class loader. */
  static void ensure() {
    Holder.install();
  }

  private static final class Holder {
    static {
      ClassSecurityPredicate others = ClassSecurityValidator.getGlobal();
      ClassSecurityValidator.setGlobal(
          ClassSecurityValidator.composite(others, type -> type.getPackageName().equals(PACKAGE)));
    }

    static void install() {}
  }
}
