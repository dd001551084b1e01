/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.health;

import io.millrace.connectors.topics.Topic;
import io.millrace.dashboard.board.LetterBoard;
import io.millrace.dashboard.board.Progress;
import io.millrace.dashboard.follow.Brokers;
import io.millrace.dashboard.follow.TopicTraffic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The overview of all jobs. */
public final class Health {
  private static final int RATE_SECONDS = 5;
  private static final int HISTORY_SECONDS = 60;

  private final long beginMillis = System.currentTimeMillis();
  private final String servers;
  private final Brokers brokers;
  private final FlinkJobs flink;
  private final LetterBoard letters;
  private final Map<JobKind, List<String>> inputs = new EnumMap<>(JobKind.class);
  private final Map<String, Map<String, String>> groups;
  private final Map<JobKind, TopicTraffic> outputs = new EnumMap<>(JobKind.class);
  private final Map<JobKind, Progress> progress;
  private final Map<String, TopicTraffic> traffic;

  /**
   * @param topics by role
   * @param groups by job, the names of topics that it works off with the consumer group of each
   * @param flink null where Flink's address is not known
   * @param traffic of the topics that are followed, by role
   */
  public Health(
      String servers,
      Map<String, Topic> topics,
      Map<String, Map<String, String>> groups,
      Brokers brokers,
      FlinkJobs flink,
      LetterBoard letters,
      Map<JobKind, Progress> progress,
      Map<String, TopicTraffic> traffic) {
    this.servers = servers;
    this.groups = groups;
    this.brokers = brokers;
    this.flink = flink;
    this.letters = letters;
    this.progress = progress;
    this.traffic = traffic;
    for (JobKind kind : JobKind.values()) {
      inputs.put(kind, kind.inputs().stream().map(role -> topics.get(role).name()).toList());
      outputs.put(kind, traffic.get(kind.output()));
    }
  }

  /** A topic of which not all records are shown. */
  public record Sampled(String role, double shownShare, long leftOut) {}

  /**
   * A job.
   *
   * @param state bad, warn, ok or idle
   * @param inHistory records of each of the last 60 s, the oldest first
   */
  public record Job(
      String name,
      String title,
      String eats,
      String gives,
      String state,
      List<Problem> problems,
      JobFigures figures,
      long[] inHistory,
      long[] outHistory) {}

  /**
   * Whether what is shown is fresh and complete.
   *
   * @param connected whether the brokers answer
   * @param since when that changed last
   * @param sampled topics of which not all is shown at the moment
   */
  public record Link(boolean connected, long since, List<Sampled> sampled) {}

  /**
   * Everything at a glance.
   *
   * @param flink address of its page, null where not known
   * @param problems that concern all jobs
   */
  public record Overview(
      String servers,
      String flink,
      String state,
      List<Problem> problems,
      List<Job> jobs,
      long heapBytes,
      long heapLimitBytes) {}

  /** The state of what feeds the page. */
  public Link link(long nowMillis) {
    Brokers.Status status = brokers.status();
    return new Link(status.connected(), status.sinceMillis(), sampled(nowMillis));
  }

  /** The overview of now. */
  public Overview overview(long nowMillis) {
    Brokers.Status status = brokers.status();
    List<Problem> problems = new ArrayList<>();
    if (!status.connected()) {
      problems.add(
          Problem.bad(
              "No broker answers at " + servers + ": " + status.complaint(),
              "What is shown is old. Start the brokers or mend the network; this page goes on by"
                  + " itself"));
    }
    if (flink != null && !flink.complaint().isEmpty()) {
      problems.add(
          Problem.warn(
              "Flink's REST server at "
                  + flink.address()
                  + " does not answer: "
                  + flink.complaint(),
              "States, checkpoints and restarts are unknown until it does"));
    }
    String refused = brokers.groupComplaint();
    if (!refused.isEmpty()) {
      problems.add(
          Problem.warn(
              "How far a job is behind is unknown: " + refused,
              "Grant it to the user of this page; all else is shown without"));
    }
    List<Job> jobs = new ArrayList<>();
    for (JobKind kind : JobKind.values()) {
      jobs.add(job(kind, nowMillis));
    }
    Runtime runtime = Runtime.getRuntime();
    return new Overview(
        servers,
        flink == null ? null : flink.address().toString(),
        worst(problems, jobs),
        problems,
        jobs,
        runtime.totalMemory() - runtime.freeMemory(),
        runtime.maxMemory());
  }

  private static String worst(List<Problem> problems, List<Job> jobs) {
    List<String> all = new ArrayList<>();
    problems.forEach(problem -> all.add(problem.severity()));
    jobs.forEach(job -> all.add(job.state()));
    for (String state : List.of("bad", "warn", "ok")) {
      if (all.contains(state)) {
        return state;
      }
    }
    return "idle";
  }

  private Job job(JobKind kind, long nowMillis) {
    JobFigures figures = figures(kind, nowMillis);
    List<Problem> problems = Diagnosis.of(kind, figures, (nowMillis - beginMillis) / 1e3);
    return new Job(
        kind.label(),
        kind.title(),
        kind.eats(),
        kind.gives(),
        Diagnosis.state(figures, problems),
        problems,
        figures,
        brokers.history(inputs.get(kind), HISTORY_SECONDS, nowMillis),
        outputs.get(kind).history(HISTORY_SECONDS, nowMillis));
  }

  private JobFigures figures(JobKind kind, long nowMillis) {
    List<String> in = inputs.get(kind);
    TopicTraffic out = outputs.get(kind);
    long[] latency = progress.get(kind).latency(nowMillis);
    FlinkJobs.State state = flink == null ? null : flink.job(kind.label()).orElse(null);
    long newest = out.newestMillis();
    long made = progress.get(kind).newestMillis();
    return new JobFigures(
        round(brokers.rate(in, RATE_SECONDS, nowMillis)),
        round(out.rate(RATE_SECONDS, nowMillis)),
        brokers.arrived(in),
        out.total(),
        made == 0 ? null : (Long) made,
        newest == 0 ? null : (Double) round((nowMillis - newest) / 1e3),
        latency == null ? null : (Long) latency[0],
        latency == null ? null : (Long) latency[1],
        brokers.lag(groups.get(kind.label())),
        state == null ? null : state.state(),
        state == null || state.checkpointMillis() == 0
            ? null
            : (Double) round((nowMillis - state.checkpointMillis()) / 1e3),
        state == null || state.checkpointMillis() == 0 ? null : (Long) state.checkpointBytes(),
        state == null ? null : (Long) state.restarts(),
        letters.total(in),
        letters.lastMinute(in, nowMillis));
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private List<Sampled> sampled(long nowMillis) {
    Map<String, Double> shares = new LinkedHashMap<>();
    traffic.forEach((role, one) -> shares.put(role, one.shownShare(RATE_SECONDS, nowMillis)));
    List<Sampled> sampled = new ArrayList<>();
    shares.forEach(
        (role, share) -> {
          if (share < 1) {
            sampled.add(
                new Sampled(
                    role, Math.round(share * 10_000) / 10_000.0, traffic.get(role).leftOut()));
          }
        });
    return sampled;
  }
}
