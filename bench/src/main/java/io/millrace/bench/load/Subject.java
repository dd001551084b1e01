/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import io.millrace.connectors.topics.Topic;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.run.RunnableJob;
import java.util.List;

/** A job under test, with its input. What an event is follows from its number and the seed. */
public interface Subject {
  /** Of an input, unless the order of arrival over all keys matters. */
  int PARTITIONS = 4;

  /** What the keys of records begin with that only keep event time going. */
  String TIME_MARK = "time-mark-";

  RunnableJob job();

  double eventsPerSecond();

  /** The job's own options; checkpoints, brokers and topics are seen to. */
  JobConfiguration configuration(JobConfiguration base);

  /** The topic that events go to, with as many partitions as are wanted. */
  Topic input();

  /** Other topics that the job wants to be there. */
  List<Topic> others();

  /**
   * The records of an event.
   *
   * @param millis its event time
   */
  List<InputRecord> event(long number, long millis);

  /** A record that is right but for its event time, under a key of its own. */
  InputRecord ahead(int number, long millis);

  /**
   * What gives the last events their turn; nothing where they are answered without.
   *
   * @param millis an event time after theirs
   */
  default List<InputRecord> end(long millis) {
    return List.of();
  }

  /** The topic with an answer to every event, or to every few. */
  Output<?> answers();

  /** All topics that are compared, that one among them. */
  List<Output<?>> outputs();

  /** How many answers the first events have, once later ones or the end have come. */
  long expected(long events);
}
