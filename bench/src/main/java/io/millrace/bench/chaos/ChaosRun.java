/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterSettings;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.job.SessionJobs;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.StartingOffsets;
import io.millrace.jobs.config.StateOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.configuration.MemorySize;

/**
 * One run: a cluster, the jobs on it, their input with everything that goes wrong, then the same
 * jobs on the same input undisturbed, and the comparison.
 */
public final class ChaosRun {
  private static final String LIVE = "live";
  private static final String REFERENCE = "reference";
  private static final int TASK_MANAGERS = 3;
  private static final int PARALLELISM = 2;
  private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(60);
  private static final int EXAMPLES = 12;

  private final ChaosSettings settings;
  private final Consumer<String> notes;
  private final BooleanSupplier wanted;
  private final List<Subject> subjects;
  private final List<Fault> plan;
  private final Map<Subject, Timeline> timelines = new LinkedHashMap<>();
  private Cluster cluster;
  private KafkaConnection kafka;

  /**
   * @param notes told what goes on
   * @param wanted asked all the time; false breaks off
   */
  public ChaosRun(ChaosSettings settings, Consumer<String> notes, BooleanSupplier wanted) {
    this.settings = settings;
    this.notes = notes;
    this.wanted = wanted;
    this.subjects =
        settings.jobs().stream().map(job -> Subjects.named(job, settings.seed())).toList();
    this.plan = FaultPlan.of(settings.seed(), settings.faults(), settings.length());
    for (Subject subject : subjects) {
      timelines.put(subject, new Timeline(subject.eventsPerSecond(), plan, settings.length()));
    }
  }

  /**
   * Runs it; leaves no process.
   *
   * @throws ClusterException when the cluster or a job does not start, or when broken off
   */
  public ChaosReport run() {
    cluster = Workplace.prepare(settings.folder());
    ClusterFolder folder = cluster.folder();
    try (CheckpointVolume volume = CheckpointVolume.at(folder.checkpoints());
        NetworkCut network = NetworkCut.create();
        BusyDisk disk = new BusyDisk(folder.path());
        ProcessFaults processes = new ProcessFaults(cluster)) {
      ClusterState state = cluster.start(network.with(size(), "taskmanager-1"), false, wanted);
      try {
        kafka = KafkaConnection.to(state.bootstrapServers());
        notes.accept("the cluster runs, Flink at " + state.rest());
        createTopics();
        Disturbed disturbed = disturb(state, List.of(volume, network, disk, processes));
        notes.accept("the same input again, undisturbed");
        repeat(state);
        return compare(disturbed);
      } finally {
        cluster.stop();
      }
    }
  }

  /** What is known after the disturbed run, but for its output. */
  private record Disturbed(Schedule schedule, long inputRecords, long strayed) {}

  private ClusterSettings size() {
    int slots = Math.max(1, (PARALLELISM * subjects.size() + TASK_MANAGERS - 1) / TASK_MANAGERS);
    return ClusterSettings.DEFAULT
        .withTaskManagers(TASK_MANAGERS)
        .withSlots(slots)
        .withTaskManagerMegabytes(subjects.size() > 1 ? 1536 : 1024);
  }

  private void createTopics() {
    List<Topic> topics = new ArrayList<>();
    for (Subject subject : subjects) {
      topics.add(subject.input());
      topics.addAll(subject.others());
      for (String run : List.of(LIVE, REFERENCE)) {
        subject.outputs().forEach(output -> topics.add(topic(subject, output, run)));
      }
    }
    try (TopicAdmin admin = TopicAdmin.connect(kafka, KAFKA_PATIENCE)) {
      admin.create(topics.stream().distinct().toList());
    }
  }

  private static Topic topic(Subject subject, Output<?> output, String run) {
    return output.of(tag(subject, run));
  }

  private static String tag(Subject subject, String run) {
    return subject.job().label() + "." + run;
  }

  private JobConfiguration configuration(Subject subject, String run) {
    String name = subject.job().label() + "-" + run;
    JobConfiguration configuration =
        subject
            .configuration(JobConfiguration.defaults())
            .with(JobOptions.NAME, name)
            .with(KafkaOptions.GROUP_ID, name)
            .with(KafkaOptions.TRANSACTIONAL_ID_PREFIX, name)
            .with(KafkaOptions.STARTING_OFFSETS, StartingOffsets.EARLIEST)
            .with(JobOptions.PARALLELISM, PARALLELISM)
            .with(StateOptions.HOT_TIER_MEMORY, MemorySize.ofMebiBytes(16))
            .with(CheckpointOptions.INTERVAL, Duration.ofSeconds(2))
            .with(CheckpointOptions.TIMEOUT, Duration.ofSeconds(20))
            .with(CheckpointOptions.RESTART_ATTEMPTS, Integer.MAX_VALUE)
            .with(CheckpointOptions.RESTART_DELAY, Duration.ofMillis(500))
            .with(
                JobOptions.FLINK,
                Map.of("execution.checkpointing.tolerable-failed-checkpoints", "1000000"));
    for (Output<?> output : subject.outputs()) {
      configuration = configuration.with(output.option(), topic(subject, output, run).name());
    }
    return configuration;
  }

  private void submit(ClusterState state, String run) {
    try (SessionJobs jobs = new SessionJobs(cluster.folder(), state, notes)) {
      for (Subject subject : subjects) {
        jobs.submit(subject.job(), configuration(subject, run), null, false);
      }
    }
  }

  private void stop(ClusterState state, String run) {
    try (SessionJobs jobs = new SessionJobs(cluster.folder(), state, notes)) {
      for (Subject subject : subjects) {
        jobs.stop(subject.job().label() + "-" + run, true);
      }
    }
  }

  private Disturbed disturb(ClusterState state, List<Injector> injectors) {
    submit(state, LIVE);
    long begin = System.currentTimeMillis();
    List<Sender> senders = new ArrayList<>();
    try (Answers answers = new Answers(kafka, subjects, subject -> tag(subject, LIVE))) {
      for (Subject subject : subjects) {
        senders.add(
            new Sender(kafka, subject, timelines.get(subject), plan, settings.seed(), begin));
      }
      Schedule schedule = new Schedule(subjects, senders, answers, injectors, notes, wanted);
      schedule.follow(plan, settings.length());
      stop(state, LIVE);
      return new Disturbed(
          schedule,
          senders.stream().mapToLong(Sender::acknowledged).sum(),
          senders.stream().mapToLong(Sender::strayed).sum());
    } finally {
      senders.forEach(Sender::close);
    }
  }

  private void repeat(ClusterState state) {
    long[] targets =
        subjects.stream().mapToLong(s -> s.expected(timelines.get(s).events())).toArray();
    submit(state, REFERENCE);
    try (Answers answers = new Answers(kafka, subjects, subject -> tag(subject, REFERENCE))) {
      if (!answers.await(targets, wanted, () -> {})) {
        throw new ClusterException(
            "even undisturbed the jobs do not answer all of their input: "
                + java.util.Arrays.toString(answers.now())
                + " instead of "
                + java.util.Arrays.toString(targets));
      }
    }
    stop(state, REFERENCE);
  }

  private ChaosReport compare(Disturbed disturbed) {
    Comparison total = Comparison.NONE;
    Map<String, Comparison> topics = new LinkedHashMap<>();
    List<String> examples = new ArrayList<>();
    long deadLetters = 0;
    for (Subject subject : subjects) {
      for (Output<?> output : subject.outputs()) {
        Observation live = Observation.read(kafka, output, tag(subject, LIVE));
        Observation reference = Observation.read(kafka, output, tag(subject, REFERENCE));
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
        disturbed.inputRecords() - inputs(),
        total.plus(new Comparison(0, 0, Math.max(0, disturbed.strayed() - deadLetters), 0, 0, 0)),
        topics,
        examples);
  }

  /** Records in the topics that jobs read. */
  private long inputs() {
    List<String> names = new ArrayList<>();
    for (Subject subject : subjects) {
      names.add(subject.input().name());
      subject.others().stream().map(Topic::name).forEach(names::add);
    }
    return InputCount.of(kafka, names);
  }
}
