/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.schemas.DeadLetter;
import java.util.Set;

/** What every job could not process, told by where it was read. */
public final class DeadLetterOutput {
  public static final Output<DeadLetter> OUTPUT =
      new Output<>(
          TopicOptions.DEAD_LETTERS,
          Topics.DEAD_LETTERS,
          DeadLetter.class,
          record -> record.getTopic() + "-" + record.getPartition() + "@" + record.getOffset(),
          Set.of("time"));

  private DeadLetterOutput() {}
}
