/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import io.millrace.bench.load.Answers;
import io.millrace.bench.load.DeadLetterOutput;
import io.millrace.bench.load.Lifetime;
import io.millrace.bench.load.LoadRun;
import io.millrace.bench.load.Output;
import io.millrace.bench.load.Sender;
import io.millrace.bench.load.Subject;
import io.millrace.bench.load.SubjectJobs;
import io.millrace.bench.load.Subjects;
import io.millrace.bench.load.Testbed;
import io.millrace.bench.load.Workplace;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One run: a cluster, the jobs on it, their input with everything that goes wrong, then the same
 * jobs on the same input undisturbed, and the comparison.
 */
public final class ChaosRun implements LoadRun<ChaosReport> {
  private static final String LIVE = "live";
  private static final String REFERENCE = "reference";
  private static final int TASK_MANAGERS = 3;
  private static final int EXAMPLES = 12;

  private final ChaosSettings settings;
  private final Consumer<String> notes;
  private final BooleanSupplier wanted;
  private final List<Subject> subjects;
  private final List<Fault> plan;
  private final Map<Subject, BurstTimeline> timelines = new LinkedHashMap<>();

  /**
   * @param notes told what goes on
   * @param wanted asked all the time; false breaks off
   */
  public ChaosRun(ChaosSettings settings, Consumer<String> notes, BooleanSupplier wanted) {
    this.settings = settings;
    this.notes = notes;
    this.wanted = wanted;
    this.subjects = Subjects.named(settings.jobs(), settings.seed(), Lifetime.ENDLESS);
    this.plan = FaultPlan.of(settings.seed(), settings.faults(), settings.length());
    for (Subject subject : subjects) {
      timelines.put(subject, new BurstTimeline(subject.eventsPerSecond(), plan, settings.length()));
    }
  }

  @Override
  public ChaosReport run() {
    Workplace place = Workplace.claim(settings.folder(), "chaos");
    CheckpointVolume.detach(place.folder().checkpoints());
    Cluster cluster = place.clear();
    int megabytes = subjects.size() > 1 ? 1536 : 1024;
    ClusterSettings size = Testbed.size(TASK_MANAGERS, subjects.size(), megabytes);
    List<String> runs = List.of(LIVE, REFERENCE);
    try (CheckpointVolume volume = CheckpointVolume.at(place.folder().checkpoints());
        NetworkCut network = NetworkCut.create();
        BusyDisk disk = new BusyDisk(place.folder().path());
        ProcessFaults processes = new ProcessFaults(cluster);
        Testbed testbed =
            Testbed.start(
                cluster, network.with(size, "taskmanager-1"), subjects, runs, notes, wanted)) {
      Disturbed disturbed = disturb(testbed, List.of(volume, network, disk, processes));
      notes.accept("the same input again, undisturbed");
      repeat(testbed);
      return compare(testbed.kafka(), disturbed);
    }
  }

  /** What is known after the disturbed run, but for its output. */
  private record Disturbed(Schedule schedule, long inputRecords, long strayed) {}

  private Disturbed disturb(Testbed testbed, List<Injector> injectors) {
    testbed.jobs().submit(LIVE);
    long begin = System.currentTimeMillis();
    List<Sender> senders = new ArrayList<>();
    List<Strays> strays = new ArrayList<>();
    try (Answers answers = testbed.answers(LIVE)) {
      for (Subject subject : subjects) {
        Strays stray = new Strays(subject, plan, settings.seed());
        strays.add(stray);
        senders.add(new Sender(testbed.kafka(), subject, timelines.get(subject), stray, begin));
      }
      Schedule schedule = new Schedule(senders, answers, injectors, notes, wanted);
      schedule.follow(plan, settings.length());
      testbed.jobs().stop(LIVE);
      return new Disturbed(
          schedule,
          senders.stream().mapToLong(Sender::acknowledged).sum(),
          strays.stream().mapToLong(Strays::sent).sum());
    } finally {
      senders.forEach(Sender::close);
    }
  }

  private void repeat(Testbed testbed) {
    long[] targets =
        subjects.stream().mapToLong(s -> s.expected(timelines.get(s).events())).toArray();
    testbed.jobs().submit(REFERENCE);
    try (Answers answers = testbed.answers(REFERENCE)) {
      if (!answers.await(targets, wanted, () -> {})) {
        throw new ClusterException(
            "even undisturbed the jobs do not answer all of their input: "
                + java.util.Arrays.toString(answers.now())
                + " instead of "
                + java.util.Arrays.toString(targets));
      }
    }
    testbed.jobs().stop(REFERENCE);
  }

  private ChaosReport compare(KafkaConnection kafka, Disturbed disturbed) {
    Comparison total = Comparison.NONE;
    Map<String, Comparison> topics = new LinkedHashMap<>();
    List<String> examples = new ArrayList<>();
    long deadLetters = 0;
    for (Subject subject : subjects) {
      for (Output<?> output : subject.outputs()) {
        Observation live = Observation.read(kafka, output, SubjectJobs.tag(subject, LIVE));
        Observation reference =
            Observation.read(kafka, output, SubjectJobs.tag(subject, REFERENCE));
        Comparison comparison = live.against(reference);
        total = total.plus(comparison);
        String name = subject.job().label() + "/" + output.topic().name();
        topics.put(name, comparison);
        live.examples(reference, EXAMPLES).forEach(id -> examples.add(name + ": " + id));
        deadLetters += output.equals(DeadLetterOutput.OUTPUT) ? reference.ids() : 0;
      }
    }
    if (deadLetters != disturbed.strayed()) {
      examples.add(
          deadLetters + " dead letters for " + disturbed.strayed() + " records that were astray");
    }
    Schedule schedule = disturbed.schedule();
    return new ChaosReport(
        settings.seed(),
        schedule.recoveries(),
        schedule.skipped(),
        schedule.undisturbed(),
        disturbed.inputRecords(),
        disturbed.inputRecords() - inputs(kafka),
        total.plus(new Comparison(0, 0, Math.max(0, disturbed.strayed() - deadLetters), 0, 0, 0)),
        topics,
        examples);
  }

  /** Records in the topics that jobs read. */
  private long inputs(KafkaConnection kafka) {
    List<String> names = new ArrayList<>();
    for (Subject subject : subjects) {
      names.add(subject.input().name());
      subject.others().stream().map(Topic::name).forEach(names::add);
    }
    return InputCount.of(kafka, names);
  }
}
