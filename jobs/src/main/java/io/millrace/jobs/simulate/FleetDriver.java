/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.simulate;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.consume.TopicFollower;
import io.millrace.jobs.worker.GlobalModel;
import io.millrace.jobs.worker.ModelFollower;
import io.millrace.jobs.worker.Training;
import io.millrace.jobs.worker.UpdatePublisher;
import io.millrace.jobs.worker.WorkerIdentity;
import io.millrace.jobs.worker.WorkerTopics;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.fleet.FleetTask;
import io.millrace.models.aggregation.fleet.Worker;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.schemas.AggregationReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Workers that really train: round by round each of them trains from the newest version and sends
 * its update, and the next version is waited for. For one thread.
 */
public final class FleetDriver implements AutoCloseable {
  private static final String MODEL = "fleet";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);

  private final FleetTask task;
  private final FleetPlan plan;
  private final WorkerTopics topics;
  private final ModelFollower models;
  private final TopicFollower<AggregationReport> reports;
  private final int workers;
  private final Random random;
  private final FleetLedger ledger = new FleetLedger();
  private final List<UpdatePublisher> publishers = new ArrayList<>();
  private final Map<Integer, float[][]> held = new HashMap<>();
  private Set<Integer> away = Set.of();
  private GlobalModel newest;
  private long versions;
  private int done;

  /**
   * Connects the workers.
   *
   * @param folder for models that are too large to be announced with their values
   * @throws IllegalArgumentException when the rule is none, or nobody would be left in a round
   */
  public FleetDriver(FleetTask task, FleetPlan plan, KafkaConnection connection, Path folder) {
    this.task = task;
    this.plan = plan;
    workers = task.settings().workers();
    random = new Random(plan.seed());
    plan.check(task);
    topics =
        new WorkerTopics(
            connection, Topics.PARAMETER_UPDATES.name(), Topics.WORKER_HEARTBEATS.name());
    models = new ModelFollower(connection, MODEL, Topics.MODELS.name(), folder);
    reports =
        new TopicFollower<>(
            connection,
            Topics.AGGREGATION_REPORTS.name(),
            RecordCodec.of(AggregationReport.class),
            TopicFollower.Start.EARLIEST);
  }

  /**
   * The configuration of a job that merges what the fleet sends.
   *
   * @param folder where it keeps its versions
   */
  public static JobConfiguration configuration(
      JobConfiguration base, FleetTask task, FleetPlan plan, Path folder) {
    // A round waits for all that have not taken their leave, and for stragglers not for ever.
    String trigger = "quorum(1.0) | deadline(" + (plan.stragglers() > 0 ? "2 s" : "10 s") + ")";
    return base.with(AggregationOptions.RULE, plan.rule())
        .with(AggregationOptions.PARAMETERS, plan.parametersFor(task))
        .with(AggregationOptions.TRIGGER, trigger)
        .with(AggregationOptions.AWAIT_INITIAL, true)
        .with(AggregationOptions.MODELS, MODEL)
        .with(AggregationOptions.STORE, folder.toUri().toString());
  }

  /** Enlists the workers and sends the parameters to begin with. */
  public void begin() {
    enlist();
    publishers.get(0).initialise(task.split(task.initial()));
    await(0);
  }

  /** One round, which ends with the next version. */
  public void round() {
    round(done);
    await(++done);
  }

  /** Rounds that have ended. */
  public int rounds() {
    return done;
  }

  /** Accuracy of the newest version on the test examples. */
  public double accuracy() {
    return task.accuracy(task.join(newest.tensors()));
  }

  /** Workers that the reports suspected in more than half of what came of them. */
  public List<String> suspects() {
    return ledger.suspects();
  }

  private void enlist() {
    for (int w = 0; w < workers; w++) {
      UpdatePublisher publisher =
          new UpdatePublisher(
              topics,
              WorkerIdentity.of(MODEL, task.worker(w).name()),
              task.shape(),
              Codecs.FP32,
              null);
      publisher.heartbeat();
      publishers.add(publisher);
    }
    topics.flush();
  }

  /** Who was late sends now; of the others, some are away, some will be late. */
  private void round(int round) {
    float[] global = task.join(newest.tensors());
    Set<Integer> busy = new HashSet<>(held.keySet());
    List<Integer> free = new ArrayList<>();
    for (int w = 0; w < workers; w++) {
      if (!busy.contains(w)) {
        free.add(w);
      }
    }
    Collections.shuffle(free, random);
    int leaving = Math.min(plan.dropouts(), free.size() - 1);
    Set<Integer> gone = new HashSet<>(free.subList(0, leaving));
    int slow = Math.min(plan.stragglers(), free.size() - 1 - leaving);
    Set<Integer> late = new HashSet<>(free.subList(leaving, leaving + slow));
    announce(gone);
    held.forEach((w, update) -> send(w, round - 1, update));
    held.clear();
    int twice = free.get(free.size() - 1);
    for (int w : free) {
      if (gone.contains(w)) {
        continue;
      }
      float[][] update = task.split(task.worker(w).train(global, round));
      if (late.contains(w)) {
        held.put(w, update);
      } else {
        send(w, round, update);
        if (plan.repeating() && w == twice) {
          send(w, round, update);
        }
      }
    }
    topics.flush();
  }

  private void announce(Set<Integer> gone) {
    for (int w = 0; w < workers; w++) {
      if (gone.contains(w) && !away.contains(w)) {
        publishers.get(w).leave();
      } else if (!gone.contains(w) && away.contains(w)) {
        publishers.get(w).heartbeat();
      }
    }
    topics.flush();
    away = gone;
  }

  private void send(int index, int round, float[][] update) {
    Worker worker = task.worker(index);
    String id = "round-" + round;
    publishers.get(index).publish(id, Training.on(round, worker.examples()), Payload.DELTA, update);
    ledger.sent(worker.name(), id);
  }

  /** Waits for a version. */
  private void await(long version) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (newest == null || newest.version() < version) {
      look();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "version " + version + " did not come within " + PATIENCE.toSeconds() + " s");
      }
    }
  }

  private void look() {
    for (GlobalModel model : models.poll(POLL)) {
      versions++;
      newest = model;
    }
    reports.poll(Duration.ofMillis(1), ledger::reported);
  }

  /** Waits until something has become of every update. Who was late gets its round. */
  public void settle() {
    long deadline = System.nanoTime() + PATIENCE.toNanos() / 4;
    while (System.nanoTime() < deadline && (!ledger.missing().isEmpty() || !reports.caughtUp())) {
      look();
    }
  }

  /**
   * What became of it.
   *
   * @param seconds that it took
   */
  public FleetReport report(double seconds) {
    List<String> malicious = new ArrayList<>();
    for (int w = 0; w < workers; w++) {
      if (task.worker(w).malicious()) {
        malicious.add(task.worker(w).name());
      }
    }
    List<String> detected = new ArrayList<>(ledger.suspects());
    List<String> alarms = new ArrayList<>(detected);
    detected.retainAll(malicious);
    alarms.removeAll(malicious);
    return new FleetReport(
        done,
        accuracy(),
        malicious,
        detected,
        alarms,
        versions,
        ledger.sentUpdates(),
        ledger.rejectedUpdates(),
        ledger.missing().size(),
        ledger.appliedTwice(),
        seconds);
  }

  @Override
  public void close() {
    topics.close();
    models.close();
    reports.close();
  }
}
