/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.bench.timing.Spread;
import java.util.List;

/**
 * What a job costs. An event is a frame of one hop that is stepped and predicted, a labelled
 * instance that is predicted and learned, or an interaction; of interactions, nodes are counted in
 * the place of streams.
 *
 * @param model that is served
 * @param eventsPerS of the job with events from memory
 * @param kernelEventsPerS of the model alone over as many streams, outside Flink
 * @param noopEventsPerS of the job with a counter instead of the model
 * @param overhead time per event of the job over the sum of the other two
 * @param overheadCpu the same by processor time of all threads
 * @param keys streams
 * @param bundle events taken in together
 * @param backend of keyed state
 * @param checkpoints completed while the job was measured
 * @param usPerEvent of the turns: job, kernel, noop
 * @param bytesPerKey of a canonical savepoint
 * @param planBytesPerKey what the model alone has to remember
 * @param kafka the job from Kafka to Kafka, or null
 * @param scaling cost per event by number of streams
 * @param scalingGrowth cost at the most streams over cost at the fewest, or null
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineResult(
    String model,
    double eventsPerS,
    double kernelEventsPerS,
    double noopEventsPerS,
    double overhead,
    @JsonProperty("p50_ms") Double p50Ms,
    @JsonProperty("p99_ms") Double p99Ms,
    int keys,
    String backend,
    double overheadCpu,
    int bundle,
    double checkpointIntervalS,
    long checkpoints,
    PerEvent usPerEvent,
    PerEvent cpuUsPerEvent,
    double bytesPerKey,
    long planBytesPerKey,
    KafkaResult kafka,
    List<Scaling> scaling,
    Double scalingGrowth) {

  /** Microseconds per event of the three contestants; spreads where turns are compared. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PerEvent(double job, double kernel, double noop, Spread jobTurns) {}

  /**
   * The job at one number of streams.
   *
   * @param usPerEvent time per event
   * @param cpuUsPerEvent processor time of all threads per event
   * @param bytesPerKey of a canonical savepoint
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Scaling(int keys, double usPerEvent, double cpuUsPerEvent, double bytesPerKey) {}

  /**
   * The whole job.
   *
   * @param delivery the guarantee of its sink
   * @param eventsPerS as fast as it can, from events that wait in the topic
   * @param pacedEventsPerS the steady rate at which latency was measured
   * @param p50Ms from sending an event to reading its prediction
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record KafkaResult(
      String delivery,
      double eventsPerS,
      double pacedEventsPerS,
      @JsonProperty("p50_ms") double p50Ms,
      @JsonProperty("p99_ms") double p99Ms,
      @JsonProperty("max_ms") double maxMs,
      long samples) {}
}
