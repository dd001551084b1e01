/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.share;

import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.KafkaSources;
import io.millrace.connectors.kafka.Reading;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.connectors.kafka.StartingPoint;
import io.millrace.jobs.access.Rights;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.streamingcnn.KafkaEnds;
import java.nio.file.Path;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;

/** Where updates go, and where versions come from. */
public final class ShareEnds {
  private static final String MODELS_GROUP = "-models";

  private ShareEnds() {}

  /** Where copies of what lies in stores are made: one folder per job, for they are deleted. */
  public static Path cache(JobConfiguration configuration) {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "millrace-parameters-" + System.getProperty("user.name"),
        configuration.get(KafkaOptions.GROUP_ID));
  }

  /** References to all models, from the oldest one on that the topic holds. */
  public static Source<KafkaRecord, ?, ?> models(JobConfiguration configuration) {
    return KafkaSources.records(
        KafkaEnds.connection(configuration),
        Reading.of(
                configuration.get(TopicOptions.MODELS),
                configuration.get(KafkaOptions.GROUP_ID) + MODELS_GROUP)
            .from(StartingPoint.EARLIEST));
  }

  /**
   * Adds what sharing has to be allowed on the brokers.
   *
   * @param sink of updates
   */
  public static void rights(Rights rights, JobConfiguration configuration, String sink) {
    Sharing sharing = Sharing.of(configuration);
    if (sharing.follows()) {
      followingRights(rights, configuration);
    }
    if (sharing.publishes()) {
      rights.writes(TopicOptions.PARAMETER_UPDATES, KafkaEnds.writing(configuration, sink));
    }
  }

  /** Adds what {@link #models} has to be allowed on the brokers. */
  public static void followingRights(Rights rights, JobConfiguration configuration) {
    rights.reads(TopicOptions.MODELS, configuration.get(KafkaOptions.GROUP_ID) + MODELS_GROUP);
  }

  /**
   * The topic of updates.
   *
   * @param name of the sink, unique in its job
   */
  public static Sink<KafkaRecord> updates(JobConfiguration configuration, String name) {
    return KafkaEnds.sink(configuration, TopicOptions.PARAMETER_UPDATES, name, new AsItIs());
  }

  /** Writes records that are encoded already. Updates have an id of their own. */
  private static final class AsItIs implements RecordWriter<KafkaRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] key(KafkaRecord record) {
      return record.key();
    }

    @Override
    public byte[] value(KafkaRecord record) {
      return record.value();
    }

    @Override
    public byte[] id(KafkaRecord record) {
      return null;
    }
  }
}
