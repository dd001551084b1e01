/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

import java.util.Optional;

/**
 * The five classes of heart beats of ANSI/AAMI EC57, with the assignment of P. de Chazal, M.
 * O'Dwyer and R. B. Reilly, "Automatic classification of heartbeats using ECG morphology and
 * heartbeat interval features", IEEE Trans. Biomed. Eng. 51(7), 2004, table I. Escape beats count
 * as N there.
 */
public enum BeatClass {
  /** Normal, bundle branch block, atrial and nodal escape. */
  N,
  /** Supraventricular ectopic. */
  S,
  /** Ventricular ectopic. */
  V,
  /** Fusion of a ventricular and a normal beat. */
  F,
  /** Paced, fusion of paced and normal, unclassifiable. */
  Q;

  /** The class of an annotation; empty where it marks no beat. */
  public static Optional<BeatClass> of(Annotation annotation) {
    return switch (annotation.symbol()) {
      case 'N', 'L', 'R', 'e', 'j', 'B' -> Optional.of(N);
      case 'A', 'a', 'J', 'S', 'n' -> Optional.of(S);
      case 'V', 'E', 'r' -> Optional.of(V);
      case 'F' -> Optional.of(F);
      case '/', 'f', 'Q' -> Optional.of(Q);
      default -> Optional.empty();
    };
  }
}
