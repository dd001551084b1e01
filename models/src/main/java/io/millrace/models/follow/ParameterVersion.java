/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.follow;

/**
 * Parameters for learners to go on from, in the place of their own.
 *
 * @param learners whose they are: the stream whose parts share a model, or {@link #ALL}
 * @param number of the version where versions are counted, as merged models' are; else {@link
 *     #TRAINED}
 * @param name of the version, as results show it
 * @param values in the order of the learner's own; handed over, never changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record ParameterVersion(String learners, long number, String name, float[] values) {
  /** The {@link #learners} of a version that is for every learner of the job. */
  public static final String ALL = "";

  /** The {@link #number} of a model that was trained elsewhere, as a whole. */
  public static final long TRAINED = -1;

  /** Whether learners are to begin anew with it, not to go on with what they learned since. */
  public boolean trained() {
    return number == TRAINED;
  }
}
