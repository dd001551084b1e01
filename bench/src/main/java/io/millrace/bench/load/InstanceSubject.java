/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.StateOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.driftmoe.Instances;
import io.millrace.jobs.driftmoe.LateLabels;
import io.millrace.jobs.run.RunnableJob;
import io.millrace.models.drift.generator.Benchmark;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.DriftReport;
import io.millrace.schemas.InstanceLabel;
import io.millrace.schemas.LabelledInstance;
import io.millrace.schemas.UnmatchedLabel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Streams of labelled instances that drift; a forest learns each. */
final class InstanceSubject implements Subject {
  private static final int STREAMS = 8;
  private static final int POOL = 1 << 14;

  /** Instances of a stream between one and its label. */
  private static final int DELAY = 5;

  private static final int[] NUMERIC = {};
  private static final double[] NOTHING = {0};

  private static final Output<DriftPrediction> PREDICTIONS =
      new Output<>(
          TopicOptions.DRIFT_PREDICTIONS,
          Topics.DRIFT_PREDICTIONS,
          DriftPrediction.class,
          record -> record.getStreamId() + "/" + record.getInstanceId(),
          Set.of("emittedAt"));
  private static final Output<UnmatchedLabel> UNMATCHED =
      new Output<>(
          TopicOptions.DRIFT_UNMATCHED_LABELS,
          Topics.DRIFT_UNMATCHED_LABELS,
          UnmatchedLabel.class,
          record -> record.getStreamId() + "/" + record.getInstanceId(),
          Set.of());
  private static final Output<DriftReport> REPORTS =
      new Output<>(
          TopicOptions.DRIFT_REPORTS,
          Topics.DRIFT_REPORTS,
          DriftReport.class,
          record -> record.getStreamId() + "/" + record.getKind() + "/" + record.getJudged(),
          Set.of("emittedAt"));

  private final RecordCodec<LabelledInstance> codec = RecordCodec.of(LabelledInstance.class);
  private final RecordCodec<InstanceLabel> labelCodec = RecordCodec.of(InstanceLabel.class);
  private final Lifetime lifetime;
  private final double[][] features = new double[POOL][];
  private final int[] labels = new int[POOL];

  InstanceSubject(long seed, Lifetime lifetime) {
    this.lifetime = lifetime;
    try (InstanceStream stream = Benchmark.find("sea-a").orElseThrow().open(seed)) {
      Instance instance = stream.schema().newInstance();
      for (int i = 0; i < POOL; i++) {
        stream.next(instance);
        features[i] = instance.x.clone();
        labels[i] = instance.label;
      }
    }
  }

  @Override
  public RunnableJob job() {
    return RunnableJob.DRIFT_MOE;
  }

  @Override
  public double eventsPerSecond() {
    return 100;
  }

  @Override
  public JobConfiguration configuration(JobConfiguration base) {
    return base.with(DriftOptions.LEARNER, "arf-10")
        .with(DriftOptions.LABEL_DELAY, lifetime.silence().dividedBy(8))
        .with(DriftOptions.REPORT_WINDOW, 100)
        .with(DriftOptions.IDLE_TIMEOUT, Duration.ofHours(2))
        .with(StateOptions.TTL, lifetime.silence());
  }

  @Override
  public Topic input() {
    return Topics.DRIFT_INSTANCES.withPartitions(PARTITIONS);
  }

  @Override
  public List<Topic> others() {
    return List.of(Topics.DRIFT_LABELS.withPartitions(PARTITIONS));
  }

  /** An instance, and a moment later the label of one of its stream some time ago. */
  @Override
  public List<InputRecord> event(long number, long millis) {
    int stream = (int) (number % STREAMS);
    long cycle = number / STREAMS;
    InputRecord instance =
        instance(
            partition(stream),
            name(stream, cycle),
            Long.toString(cycle),
            millis,
            features[place(stream, cycle)]);
    return List.of(instance, label(stream, cycle - DELAY, millis + 1));
  }

  private String name(int stream, long cycle) {
    return "stream-" + stream + "-" + lifetime.generation(cycle);
  }

  private static int place(int stream, long cycle) {
    return (int) ((stream * 1931L + cycle) % POOL);
  }

  /** Before the first is due, labels of a stream of its own keep event time going. */
  private InputRecord label(int stream, long cycle, long millis) {
    boolean due = cycle >= 0;
    return label(
        partition(stream),
        due ? name(stream, cycle) : TIME_MARK + partition(stream),
        due ? Long.toString(cycle) : "begin" + (stream + cycle * STREAMS),
        millis,
        due ? labels[place(stream, cycle)] : 0);
  }

  private InputRecord label(int partition, String stream, String id, long millis, int value) {
    LateLabel label = new LateLabel(stream, id, millis, ClassLabel.of(value), Origin.NONE);
    return new InputRecord(
        Topics.DRIFT_LABELS.name(),
        partition,
        stream.getBytes(UTF_8),
        labelCodec.encode(LateLabels.record(label)));
  }

  /** Every partition has events, so that none holds event time back. */
  private static int partition(int stream) {
    return stream % PARTITIONS;
  }

  private InputRecord instance(
      int partition, String stream, String id, long millis, double[] values) {
    Arrival arrival = new Arrival(stream, id, millis, values, NUMERIC, null, Origin.NONE);
    return new InputRecord(
        input().name(), partition, stream.getBytes(UTF_8), codec.encode(Instances.record(arrival)));
  }

  @Override
  public InputRecord ahead(int number, long millis) {
    return instance(number % PARTITIONS, "ahead-" + number, "0", millis, features[0]);
  }

  @Override
  public List<InputRecord> end(long millis) {
    List<InputRecord> marks = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      marks.add(instance(partition, TIME_MARK + partition, "end", millis, NOTHING));
      marks.add(label(partition, TIME_MARK + partition, "end", millis, 0));
    }
    return marks;
  }

  @Override
  public Output<?> answers() {
    return PREDICTIONS;
  }

  @Override
  public List<Output<?>> outputs() {
    return List.of(PREDICTIONS, REPORTS, UNMATCHED, DeadLetterOutput.OUTPUT);
  }

  @Override
  public long expected(long events) {
    return events;
  }
}
