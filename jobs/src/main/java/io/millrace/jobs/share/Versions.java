/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.share;

import io.millrace.models.follow.ParameterVersion;
import io.millrace.schemas.ModelReference;
import java.io.Serializable;

/** Reads announcements of some models. May block: it is asked where no records pass. */
public interface Versions extends Serializable {
  /**
   * The version that a reference announces.
   *
   * @return null where it is of none of these models
   * @throws RuntimeException with a message fit for a dead letter, when learners cannot go on from
   *     it
   */
  ParameterVersion read(ModelReference reference);
}
