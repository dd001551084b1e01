/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.driftmoe.DriftMoeOptions;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.operators.drift.DriftOperator;
import io.millrace.state.drift.DriftTypes;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Learning per stream; an event is an instance with its label: predicted, then learned. */
final class InstanceWorkload implements Workload {
  private static final String LEARN = "drift-moe";
  private static final double[] NOTHING = new double[2];
  private static final TurnGraphs<DriftEvent, ClassPrediction> GRAPHS =
      new TurnGraphs<>(
          DriftTypes.EVENT,
          DriftTypes.PREDICTION,
          DriftEvent::streamId,
          (event, before) -> event.timeMillis());

  private final JobConfiguration configuration;
  private final String stream;

  /**
   * @param stream name of a generated one
   */
  InstanceWorkload(JobConfiguration base, String learner, String stream) {
    this.stream = stream;
    // Labels come with their instances, so nothing has to wait for them.
    this.configuration =
        base.with(DriftOptions.LEARNER, learner)
            .with(DriftOptions.CLASSES, feed(1).classes())
            .with(DriftOptions.LABEL_DELAY, Duration.ZERO);
  }

  @Override
  public String model() {
    return configuration.get(DriftOptions.LEARNER);
  }

  @Override
  public JobConfiguration configuration() {
    return configuration;
  }

  private InstanceFeed feed(int keys) {
    return new InstanceFeed(keys, stream);
  }

  @Override
  public StreamGraph job(String name, int keys) {
    return GRAPHS.graph(
        name,
        configuration,
        feed(keys),
        events ->
            events
                .keyBy(DriftEvent::streamId, Types.STRING)
                .transform(
                    LEARN,
                    DriftTypes.PREDICTION,
                    new DriftOperator(DriftMoeOptions.of(configuration).settings()))
                .uid(LEARN));
  }

  @Override
  public StreamGraph counting(String name, int keys) {
    return GRAPHS.counting(
        name,
        configuration,
        feed(keys),
        event ->
            new ClassPrediction(
                event.streamId(),
                event.instanceId(),
                event.timeMillis(),
                0,
                null,
                NOTHING,
                -1,
                1,
                false,
                "none"));
  }

  @Override
  public Bare bare(int keys) {
    return new BareLearners(model(), configuration.get(DriftOptions.SEED), feed(keys));
  }

  @Override
  public KafkaTraffic<?> traffic(KafkaConnection connection, int keys) {
    return new InstanceTraffic(connection, feed(keys));
  }
}
