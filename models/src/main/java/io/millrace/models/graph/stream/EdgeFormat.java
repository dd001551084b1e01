/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.stream;

/** How a file of edges is written; times in seconds, perhaps with a fraction. */
public enum EdgeFormat {
  /** {@code source target seconds}, separated by spaces or tabs; {@code #} begins a comment. */
  SNAP,
  /**
   * {@code user,item,seconds,label,features...} below a heading; items get ids of their own, above
   * those of users.
   */
  JODIE,
  /** {@code source,target,seconds[,features...]}, perhaps below a heading. */
  CSV,
  /** {@code source,target,weight,seconds}: a signed network as SNAP publishes them. */
  SIGNED
}
