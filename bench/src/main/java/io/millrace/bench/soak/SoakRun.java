/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import io.millrace.bench.load.Answers;
import io.millrace.bench.load.Extras;
import io.millrace.bench.load.Lifetime;
import io.millrace.bench.load.LoadRun;
import io.millrace.bench.load.Sender;
import io.millrace.bench.load.Subject;
import io.millrace.bench.load.Subjects;
import io.millrace.bench.load.Testbed;
import io.millrace.bench.load.Workplace;
import io.millrace.bench.soak.SoakReport.Traffic;
import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterSettings;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.job.SessionClient;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One run: a cluster, the jobs on it, input that rises and falls, and a look every now and then.
 */
public final class SoakRun implements LoadRun<SoakReport> {
  private static final String RUN = "soak";
  private static final int TASK_MANAGERS = 2;
  private static final int TASK_MANAGER_MEGABYTES = 2048;

  /**
   * RocksDB keeps blocks of files that are gone until its cache is full. Caches so small are full
   * within the first tide; what grows after it is a leak.
   */
  private static final Map<String, String> SMALL_CACHES =
      Map.of("taskmanager.memory.managed.size", "96m");

  private static final Lifetime LIFETIME = new Lifetime(2000, Duration.ofMinutes(3));
  private static final int NOTES = 10;

  private final SoakSettings settings;
  private final Consumer<String> notes;
  private final BooleanSupplier wanted;
  private final List<Subject> subjects;

  /**
   * @param notes told what goes on
   * @param wanted asked all the time; false breaks off
   */
  public SoakRun(SoakSettings settings, Consumer<String> notes, BooleanSupplier wanted) {
    this.settings = settings;
    this.notes = notes;
    this.wanted = wanted;
    this.subjects = Subjects.named(settings.jobs(), settings.seed(), LIFETIME);
  }

  @Override
  public SoakReport run() throws IOException {
    Files.createDirectories(settings.out());
    Cluster cluster = Workplace.claim(settings.folder(), RUN).clear();
    ClusterSettings size =
        Testbed.size(TASK_MANAGERS, subjects.size(), TASK_MANAGER_MEGABYTES)
            .withFlink(SMALL_CACHES);
    try (Testbed testbed = Testbed.start(cluster, size, subjects, List.of(RUN), notes, wanted);
        Samples samples = new Samples(settings.out());
        ClusterWatch watch = new ClusterWatch(cluster)) {
      testbed.jobs().submit(RUN);
      SoakReport report = soak(testbed, watch, samples);
      samples.series().plot(settings.out());
      return stopped(report, () -> testbed.jobs().stop(RUN), notes);
    }
  }

  /**
   * What the report says once the jobs were stopped. A stop that fails counts as a failure of a
   * job; what was seen in hours is not lost for it.
   */
  static SoakReport stopped(SoakReport report, Runnable stop, Consumer<String> notes) {
    try {
      stop.run();
      return report;
    } catch (RuntimeException e) {
      notes.accept("the jobs do not stop in order: " + e.getMessage());
      return report.withFailure();
    }
  }

  private SoakReport soak(Testbed testbed, ClusterWatch watch, Samples samples) throws IOException {
    List<Sender> senders = new ArrayList<>();
    long beginMillis = System.currentTimeMillis();
    try (Answers answers = testbed.answers(RUN)) {
      for (Subject subject : subjects) {
        Tide tide = new Tide(subject.eventsPerSecond(), settings.length());
        senders.add(new Sender(testbed.kafka(), subject, tide, Extras.NONE, beginMillis));
      }
      senders.forEach(Sender::start);
      observe(answers, senders, watch, samples);
      long[] due = due(senders);
      if (!answers.await(due, wanted, () -> {})) {
        notes.accept("no further answers come, and some are missing");
      }
      return new SoakReport(
          SoakReport.minutes(settings.length()),
          new Traffic(
              senders.stream().mapToLong(Sender::events).sum(),
              Arrays.stream(due).sum(),
              Arrays.stream(answers.now()).sum(),
              watch.restarts() + failures(testbed.state())),
          samples.series().trends(settings.length()));
    } finally {
      senders.forEach(Sender::close);
    }
  }

  private void observe(Answers answers, List<Sender> senders, ClusterWatch watch, Samples samples)
      throws IOException {
    long begin = System.nanoTime();
    double interval = settings.interval().toMillis() / 1e3;
    double before = 0;
    long[] answersBefore = answers.now();
    for (int look = 1; look * interval <= settings.length().toSeconds(); look++) {
      while ((System.nanoTime() - begin) / 1e9 < look * interval) {
        Answers.pause(wanted);
      }
      senders.forEach(Sender::isDone);
      double now = (System.nanoTime() - begin) / 1e9;
      long[] answersNow = answers.now();
      List<Sample> seen = new ArrayList<>();
      for (int i = 0; i < answersNow.length; i++) {
        double rate = (answersNow[i] - answersBefore[i]) / (now - before);
        seen.add(new Sample(now, Measure.ANSWERS, subjects.get(i).job().label(), rate));
      }
      seen.addAll(watch.look(now));
      samples.add(seen);
      if (look % NOTES == 0) {
        notes.accept(note(now, answersNow, due(senders), seen));
      }
      before = now;
      answersBefore = answersNow;
    }
    while (!senders.stream().allMatch(Sender::isDone)) {
      Answers.pause(wanted);
    }
  }

  private static String note(double now, long[] answers, long[] due, List<Sample> seen) {
    double heap = 0;
    double resident = 0;
    for (Sample sample : seen) {
      heap += sample.measure() == Measure.LIVE_HEAP ? sample.value() : 0;
      resident += sample.measure() == Measure.RESIDENT ? sample.value() : 0;
    }
    return String.format(
        Locale.ROOT,
        "%5.0f min: %d of %d answers, %.0f MiB live on all heaps, %.0f MiB resident",
        now / 60,
        Arrays.stream(answers).sum(),
        Arrays.stream(due).sum(),
        heap,
        resident);
  }

  /** Answers that are due to all that was sent until now. */
  private static long[] due(List<Sender> senders) {
    return senders.stream().mapToLong(Sender::due).toArray();
  }

  private static int failures(ClusterState state) {
    try (SessionClient client = SessionClient.connect(state)) {
      return client.jobs().stream().mapToInt(job -> client.failures(job.id()).size()).sum();
    }
  }
}
