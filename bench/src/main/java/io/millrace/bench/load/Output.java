/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.topics.Topic;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ConfigOption;

/**
 * A topic that a job writes.
 *
 * @param option that names it
 * @param topic as it is by default
 * @param id of a record, unique among all that should be there
 * @param clocks fields that tell of the machine alone, such as when it did something
 */
public record Output<T extends SpecificRecord>(
    ConfigOption<String> option,
    Topic topic,
    Class<T> type,
    Function<T, String> id,
    Set<String> clocks) {
  /** The topic of a run. */
  public Topic of(String run) {
    return topic.withName(topic.name() + "." + run);
  }

  public RecordCodec<T> codec() {
    return RecordCodec.of(type);
  }

  /** Whether a record answers an event; marks of time are answered, too. */
  boolean answers(T record) {
    return !id.apply(record).startsWith(Subject.TIME_MARK);
  }
}
