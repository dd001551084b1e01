/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.avro.SignalFrames;
import io.millrace.connectors.avro.SingleObjectFraming;
import io.millrace.connectors.kafka.FrameDecoder;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.KafkaSinks;
import io.millrace.connectors.kafka.KafkaSources;
import io.millrace.connectors.kafka.Reading;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.connectors.kafka.RecordWriters;
import io.millrace.connectors.kafka.StartingPoint;
import io.millrace.connectors.kafka.Writing;
import io.millrace.connectors.topics.Right;
import io.millrace.connectors.topics.Topic;
import io.millrace.jobs.access.Rights;
import io.millrace.jobs.config.BrokerConnection;
import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.models.origin.Origin;
import io.millrace.models.signal.Frame;
import io.millrace.schemas.ModelReference;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.ConfigOption;

/** The Kafka ends of the pipeline, as a configuration wants them. */
public final class KafkaEnds {
  private static final String MODELS_GROUP = "-models";

  private KafkaEnds() {}

  /** How clients reach the brokers. */
  public static KafkaConnection connection(JobConfiguration configuration) {
    return BrokerConnection.of(configuration);
  }

  /** The topics of frames and of references to models. */
  public static SignalSources sources(JobConfiguration configuration) {
    KafkaConnection connection = connection(configuration);
    String group = configuration.get(KafkaOptions.GROUP_ID);
    FrameDecoder<Frame> decoder =
        FrameDecoder.of(
            SignalFrames.singleObject(),
            KafkaEnds::frame,
            configuration.get(SignalOptions.MAX_AHEAD));
    Reading frames =
        Reading.of(configuration.get(TopicOptions.SIGNALS), group).from(start(configuration));
    // Whoever starts has to see the newest reference of every model.
    Reading models =
        Reading.of(configuration.get(TopicOptions.MODELS), group + MODELS_GROUP)
            .from(StartingPoint.EARLIEST);
    return new SignalSources(
        KafkaSources.records(connection, frames),
        decoder.watermarks(
            configuration.get(SignalOptions.DISORDER_BOUND),
            configuration.get(SignalOptions.IDLE_TIMEOUT)),
        decoder,
        KafkaSources.records(connection, models),
        RecordCodec.of(ModelReference.class));
  }

  /** The topics of predictions, late frames and dead letters. */
  public static SignalSinks sinks(JobConfiguration configuration) {
    return new SignalSinks(
        sink(
            configuration,
            TopicOptions.PREDICTIONS,
            StreamingCnnJob.PREDICTIONS,
            new PredictionWriter()),
        sink(configuration, TopicOptions.LATE, StreamingCnnJob.LATE, new FrameWriter()),
        sink(
            configuration,
            TopicOptions.DEAD_LETTERS,
            StreamingCnnJob.DEAD_LETTERS,
            RecordWriters.deadLetters(SingleObjectFraming.released())));
  }

  /** What the job has to be allowed on the brokers. */
  public static List<Right> rights(JobConfiguration configuration) {
    String group = configuration.get(KafkaOptions.GROUP_ID);
    return Rights.of(configuration)
        .reads(TopicOptions.SIGNALS, group)
        .reads(TopicOptions.MODELS, group + MODELS_GROUP)
        .writes(TopicOptions.PREDICTIONS, writing(configuration, StreamingCnnJob.PREDICTIONS))
        .writes(TopicOptions.LATE, writing(configuration, StreamingCnnJob.LATE))
        .writes(TopicOptions.DEAD_LETTERS, writing(configuration, StreamingCnnJob.DEAD_LETTERS))
        .list();
  }

  /** How one sink of the job writes; each has transactional ids of its own. */
  public static Writing writing(JobConfiguration configuration, String sink) {
    Writing writing =
        configuration.get(KafkaOptions.DELIVERY) == Guarantee.EXACTLY_ONCE
            ? Writing.exactlyOnce(
                    configuration.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX) + '-' + sink)
                .withTransactionTimeout(configuration.get(KafkaOptions.TRANSACTION_TIMEOUT))
            : Writing.atLeastOnce();
    return writing
        .withLinger(configuration.get(KafkaOptions.LINGER))
        .withCompression(configuration.get(KafkaOptions.COMPRESSION));
  }

  /**
   * A sink of a job, for records as large as its topic takes.
   *
   * @param name unique in the job
   */
  public static <T> Sink<T> sink(
      JobConfiguration configuration,
      ConfigOption<String> topic,
      String name,
      RecordWriter<T> writer) {
    Topic written = TopicOptions.of(configuration, topic);
    return KafkaSinks.to(
        written.name(),
        connection(configuration),
        writing(configuration, name).withProducer(written.producerSettings()),
        writer);
  }

  /** Where sources begin without a checkpoint. */
  public static StartingPoint start(JobConfiguration configuration) {
    return switch (configuration.get(KafkaOptions.STARTING_OFFSETS)) {
      case COMMITTED -> StartingPoint.COMMITTED;
      case EARLIEST -> StartingPoint.EARLIEST;
      case LATEST -> StartingPoint.LATEST;
    };
  }

  private static Frame frame(
      KafkaRecord record,
      String streamId,
      long sequence,
      long eventTimeMillis,
      float samplingRate,
      int channels,
      float[] samples) {
    Origin origin = new Origin(record.topic(), record.partition(), record.offset());
    return new Frame(streamId, sequence, eventTimeMillis, samplingRate, channels, samples, origin);
  }

  static byte[] key(String streamId) {
    return streamId.getBytes(UTF_8);
  }
}
