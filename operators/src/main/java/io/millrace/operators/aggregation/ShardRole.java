/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

/** What an operator of shards does. */
public enum ShardRole {
  /** All of it: adds or keeps, solves within itself, holds the parameters and moves them. */
  ALONE,
  /** Keeps the updates of the round, and hands them on with their inner products. */
  GATHER,
  /** Holds the parameters and moves them once the coefficients are there. */
  FINISH,
  /** Adds up the updates of a part of the workers, and hands the sums on when a round ends. */
  PART,
  /** Adds up the sums of all parts, holds the parameters and moves them. */
  TOTAL
}
