/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.connectors.kafka.Decoding;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.topics.Right;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.environment.JobEnvironment;
import io.millrace.jobs.share.Loop;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.follow.ParameterVersion;
import io.millrace.operators.drift.DriftOperator;
import io.millrace.operators.drift.DriftOutputs;
import io.millrace.schemas.DeadLetter;
import io.millrace.state.drift.DriftTypes;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Assembles the pipeline: instances and labels are decoded, keyed by stream, and predicted and
 * learned in the order of event time. What cannot be decoded or does not fit its stream goes to the
 * dead letters; labels without an instance to a sink of their own.
 *
 * <p>Every operator's uid is its name. Savepoints find their state by it: never change one.
 */
public final class DriftMoeJob {
  public static final String NAME = "drift-moe";

  static final String INSTANCES = "drift-instances";
  static final String DECODE_INSTANCES = "decode-instances";
  static final String LABELS = "drift-labels";
  static final String DECODE_LABELS = "decode-labels";
  static final String LEARN = "drift-moe";
  static final String REJECTED = "reject-events";
  static final String PREDICTIONS = "drift-predictions";
  static final String REPORTS = "drift-reports";
  static final String UNMATCHED = "unmatched-labels";
  static final String UPDATES = "drift-parameter-updates";
  static final String DEAD_LETTERS = "drift-dead-letters";

  private DriftMoeJob() {}

  /** An environment with the pipeline between the topics of a configuration. */
  public static StreamExecutionEnvironment environment(JobConfiguration configuration) {
    JobConfiguration own = configuration.named(NAME);
    StreamExecutionEnvironment env = JobEnvironment.of(own);
    defineWorkflow(env, DriftEnds.sources(own), DriftEnds.sinks(own), DriftMoeOptions.of(own));
    return env;
  }

  /** What the job has to be allowed on the brokers. */
  public static List<Right> rights(JobConfiguration configuration) {
    return DriftEnds.rights(configuration);
  }

  /** The topics that it works off, with the consumer group of each. */
  public static Map<ConfigOption<String>, String> inputs(JobConfiguration configuration) {
    return DriftEnds.inputs(configuration);
  }

  /** Adds the pipeline to an environment. */
  public static void defineWorkflow(
      StreamExecutionEnvironment env,
      DriftSources sources,
      DriftSinks sinks,
      DriftMoeOptions options) {
    env.setMaxParallelism(options.maxParallelism());

    SingleOutputStreamOperator<KafkaRecord> instanceRecords =
        env.fromSource(sources.instances(), sources.instanceMarks(), INSTANCES, KafkaRecord.TYPE);
    SingleOutputStreamOperator<DriftEvent> instances =
        instanceRecords
            .process(new Decoding<>(sources.instanceDecoder(), DECODE_INSTANCES), DriftTypes.EVENT)
            .name(DECODE_INSTANCES);

    SingleOutputStreamOperator<KafkaRecord> labelRecords =
        env.fromSource(sources.labels(), sources.labelMarks(), LABELS, KafkaRecord.TYPE);
    SingleOutputStreamOperator<DriftEvent> labels =
        labelRecords
            .process(new Decoding<>(sources.labelDecoder(), DECODE_LABELS), DriftTypes.EVENT)
            .name(DECODE_LABELS);

    KeyedStream<DriftEvent, String> streams =
        instances.union(labels).keyBy(options.settings().split()::key, Types.STRING);
    DriftOperator learner = new DriftOperator(options.settings());
    DataStream<DeadLetter> faults =
        instances.getSideOutput(DeadLetters.TAG).union(labels.getSideOutput(DeadLetters.TAG));
    SingleOutputStreamOperator<ClassPrediction> predictions;
    if (sources.models() == null) {
      predictions = streams.transform(LEARN, DriftTypes.PREDICTION, learner);
    } else {
      SingleOutputStreamOperator<ParameterVersion> versions =
          Loop.versions(env, sources.models(), options.followed(), options.maxParallelism());
      predictions =
          streams.connect(versions.broadcast()).transform(LEARN, DriftTypes.PREDICTION, learner);
      faults = faults.union(versions.getSideOutput(DeadLetters.TAG));
    }
    if (sinks.updates() != null) {
      Loop.updates(
          predictions.getSideOutput(DriftOutputs.PARAMETERS),
          new DriftUpdates(options.sharing()),
          sinks.updates(),
          UPDATES,
          options.maxParallelism());
    }

    SingleOutputStreamOperator<DeadLetter> rejected =
        predictions
            .getSideOutput(DriftOutputs.REJECTED)
            .map(new RejectedEvents(LEARN), DeadLetters.TYPE)
            .name(REJECTED);
    DataStream<DeadLetter> deadLetters = faults.union(rejected);

    predictions.sinkTo(sinks.predictions()).name(PREDICTIONS).uid(PREDICTIONS);
    predictions
        .getSideOutput(DriftOutputs.REPORTS)
        .sinkTo(sinks.reports())
        .name(REPORTS)
        .uid(REPORTS);
    predictions
        .getSideOutput(DriftOutputs.UNMATCHED)
        .sinkTo(sinks.unmatchedLabels())
        .name(UNMATCHED)
        .uid(UNMATCHED);
    deadLetters.sinkTo(sinks.deadLetters()).name(DEAD_LETTERS).uid(DEAD_LETTERS);

    for (SingleOutputStreamOperator<?> operator :
        List.of(instanceRecords, instances, labelRecords, labels, predictions, rejected)) {
      operator.uid(operator.getName()).setMaxParallelism(options.maxParallelism());
    }
  }
}
