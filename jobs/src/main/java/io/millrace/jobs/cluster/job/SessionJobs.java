/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.job.JobRecord.Phase;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.run.RunnableJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The jobs of a cluster. Every change leaves a record, so that whoever comes after a failure knows
 * what should run.
 */
public final class SessionJobs implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);

  private final ClusterFolder folder;
  private final ClusterState state;
  private final SessionClient client;
  private final JobRecords records;
  private final Admission admission;
  private final Consumer<String> notes;

  /**
   * @param state of a cluster that runs
   * @param notes told what goes on
   */
  public SessionJobs(ClusterFolder folder, ClusterState state, Consumer<String> notes) {
    this.folder = folder;
    this.state = state;
    this.client = SessionClient.connect(state);
    this.records = new JobRecords(folder);
    this.notes = notes;
    this.admission = new Admission(state, client, notes);
  }

  /**
   * A job that was submitted.
   *
   * @param id Flink's, hexadecimal
   * @param from the savepoint or checkpoint that it began with, or null
   */
  public record Submitted(String job, String id, String from) {}

  /** A job that was ended, with its savepoint if it took one, else null. */
  public record Stopped(String job, String id, String savepoint) {}

  public SessionClient client() {
    return client;
  }

  /**
   * Starts a job after all that can be checked was. On the cluster's own brokers topics that are
   * missing are made.
   *
   * @param given without brokers for the cluster's own
   * @param savepoint to begin with, or null
   * @param dropState whether state that no operator wants may be dropped
   * @throws ConfigurationException when the configuration contradicts itself or the brokers
   * @throws ClusterException when a job of that name runs, when slots are missing, or when the job
   *     does not come to run
   */
  public Submitted submit(
      RunnableJob job, JobConfiguration given, String savepoint, boolean dropState) {
    admission.requireSameBuild();
    JobConfiguration configuration = complete(job, given);
    String name = configuration.get(JobOptions.NAME);
    refuseSecond(name);
    refuseShared(configuration);
    admission.check(job, configuration, 0);
    if (!dropState) {
      Admission.requireSavepoint(job, configuration, savepoint);
    }
    JobRecord record =
        start(
            new JobRecord(
                name, job.label(), "", job.own(given).entries(), savepoint, Phase.RUNNING),
            savepoint == null
                ? SavepointRestoreSettings.none()
                : SavepointRestoreSettings.forPath(savepoint, dropState));
    client.awaitRunning(record.id(), START);
    return new Submitted(name, record.id(), savepoint);
  }

  private void refuseSecond(String name) {
    boolean runs =
        client.jobs().stream()
            .anyMatch(job -> job.name().equals(name) && !job.status().isGloballyTerminalState());
    if (runs) {
      throw new ClusterException(
          "a job named '"
              + name
              + "' runs already: upgrade it, stop it, or give this one another name with --set "
              + JobOptions.NAME.key()
              + "=NAME");
    }
  }

  /** Two jobs that write under the same ids throw each other out, without end. */
  private void refuseShared(JobConfiguration configuration) {
    String prefix = configuration.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX);
    for (JobRecord other : records.running()) {
      RunnableJob job = RunnableJob.named(other.job()).orElseThrow();
      JobConfiguration theirs = complete(job, other.configuration());
      if (theirs.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX).equals(prefix)
          && client.status(other.id()).filter(s -> !s.isGloballyTerminalState()).isPresent()) {
        throw new ClusterException(
            KafkaOptions.TRANSACTIONAL_ID_PREFIX.key()
                + " is '"
                + prefix
                + "', as is that of "
                + other.name()
                + ": give this job another, and another "
                + KafkaOptions.GROUP_ID.key());
      }
    }
  }

  /**
   * Ends a job.
   *
   * @param nameOrId name, id, or which of Millrace's jobs it is
   * @param savepoint whether to take one; without, what was not committed yet is never seen
   */
  public Stopped stop(String nameOrId, boolean savepoint) {
    Optional<JobRecord> known = records.find(nameOrId);
    String id = known.map(JobRecord::id).orElse(nameOrId);
    SessionClient.Job job = requireRunning(nameOrId, id);
    known.ifPresent(record -> records.save(record.with(Phase.CHANGING)));
    String place = null;
    try {
      if (savepoint) {
        place =
            client.stopWithSavepoint(
                id, known.map(this::savepoints).orElse(defaultFolder() + "/savepoints"));
      } else {
        client.cancel(id);
      }
    } catch (RuntimeException e) {
      known.ifPresent(records::save);
      throw e;
    }
    known.ifPresent(record -> records.save(record.with(Phase.STOPPED)));
    return new Stopped(job.name(), id, place);
  }

  /**
   * Gives a running job another configuration: checks that its state can go on with it, takes a
   * savepoint, ends the job and starts it from there. When the new one does not come to run, the
   * old one goes on.
   *
   * @throws ClusterException when the state does not fit, before anything was changed; or when the
   *     new job did not run
   */
  public Submitted upgrade(String nameOrId, JobConfiguration given, boolean dropState) {
    JobRecord old = requireRecord(nameOrId);
    requireRunning(nameOrId, old.id());
    admission.requireSameBuild();
    RunnableJob job = RunnableJob.named(old.job()).orElseThrow();
    JobConfiguration named = given.with(JobOptions.NAME, old.name());
    JobConfiguration configuration = complete(job, named);
    Admission.requireFit(job, complete(job, old.configuration()), configuration, dropState);
    admission.check(job, configuration, client.parallelism(old.id()));
    notes.accept("the state fits; stopping " + old.name() + " with a savepoint");
    String savepoint = stop(old.id(), true).savepoint();
    JobRecord next =
        new JobRecord(
            old.name(), old.job(), "", job.own(named).entries(), savepoint, Phase.RUNNING);
    SavepointRestoreSettings restore = SavepointRestoreSettings.forPath(savepoint, dropState);
    JobRecord started = null;
    try {
      started = start(next, restore);
      client.awaitRunning(started.id(), START);
      return new Submitted(old.name(), started.id(), savepoint);
    } catch (RuntimeException e) {
      throw backTo(old, started, savepoint, e);
    }
  }

  private ClusterException backTo(
      JobRecord old, JobRecord started, String savepoint, RuntimeException failure) {
    if (started != null
        && client.status(started.id()).filter(JobStatus::isGloballyTerminalState).isEmpty()) {
      client.cancel(started.id());
    }
    JobRecord again = start(old, SavepointRestoreSettings.forPath(savepoint));
    return new ClusterException(
        "the new configuration did not run; the old one goes on from "
            + savepoint
            + " as job "
            + again.id(),
        failure);
  }

  /** Runs a job with another parallelism, from a savepoint. */
  public Submitted rescale(String nameOrId, int parallelism) {
    JobRecord old = requireRecord(nameOrId);
    return upgrade(nameOrId, old.configuration().with(JobOptions.PARALLELISM, parallelism), false);
  }

  /** Names of the jobs that should run. */
  public static List<String> wanted(ClusterFolder folder) {
    return new JobRecords(folder).running().stream().map(JobRecord::name).toList();
  }

  /** Forgets that jobs should run. */
  public static void forget(ClusterFolder folder) {
    JobRecords records = new JobRecords(folder);
    records.running().forEach(record -> records.save(record.with(Phase.STOPPED)));
  }

  /**
   * Starts what should run and does not, each from its newest checkpoint: after the job manager was
   * lost nobody else remembers.
   *
   * @return what was started
   */
  public List<Submitted> resume() {
    List<Submitted> resumed = new ArrayList<>();
    for (JobRecord record : records.running()) {
      if (client.status(record.id()).isEmpty()) {
        resumed.add(resume(record));
      }
    }
    return resumed;
  }

  private Submitted resume(JobRecord record) {
    RunnableJob job = RunnableJob.named(record.job()).orElseThrow();
    JobConfiguration configuration = complete(job, record.configuration());
    String dir = configuration.require(CheckpointOptions.DIR);
    Optional<String> checkpoint = RetainedCheckpoints.newest(dir, record.id());
    String from = checkpoint.orElse(record.from());
    // The job that wrote the checkpoint is no more: this one owns its files.
    RecoveryClaimMode mode =
        checkpoint.isPresent() ? RecoveryClaimMode.CLAIM : RecoveryClaimMode.NO_CLAIM;
    SavepointRestoreSettings restore =
        from == null
            ? SavepointRestoreSettings.none()
            : SavepointRestoreSettings.forPath(from, false, mode);
    JobRecord again = start(record, restore);
    return new Submitted(again.name(), again.id(), from);
  }

  private JobRecord start(JobRecord record, SavepointRestoreSettings restore) {
    RunnableJob job = RunnableJob.named(record.job()).orElseThrow();
    StreamGraph graph = job.environment(complete(job, record.configuration())).getStreamGraph();
    JobGraph plan = graph.getJobGraph();
    plan.setSavepointRestoreSettings(restore);
    plan.addJar(new Path(folder.jobsJar().toUri()));
    // First the record: a job that runs without one would be lost with the job manager.
    JobRecord started = record.again(plan.getJobID().toHexString(), restore.getRestorePath());
    records.save(started);
    try {
      client.submit(plan);
    } catch (RuntimeException e) {
      records.save(started.with(Phase.STOPPED));
      throw e;
    }
    return started;
  }

  private JobRecord requireRecord(String nameOrId) {
    return records
        .find(nameOrId)
        .orElseThrow(
            () ->
                new ClusterException(
                    "nothing is known of a job '"
                        + nameOrId
                        + "'"
                        + suggestion()
                        + "; only jobs that './millrace submit' started can be changed"));
  }

  private SessionClient.Job requireRunning(String nameOrId, String id) {
    return client.jobs().stream()
        .filter(job -> job.id().equals(id) && !job.status().isGloballyTerminalState())
        .findFirst()
        .orElseThrow(() -> new ClusterException("no job '" + nameOrId + "' runs" + suggestion()));
  }

  private String suggestion() {
    List<String> running =
        client.jobs().stream()
            .filter(job -> !job.status().isGloballyTerminalState())
            .map(SessionClient.Job::name)
            .toList();
    return running.isEmpty() ? "; there is none" : "; there is " + String.join(", ", running);
  }

  /** The configuration with the cluster's brokers and folder where it names none. */
  private JobConfiguration complete(RunnableJob job, JobConfiguration given) {
    JobConfiguration configuration = job.own(given);
    if (configuration.get(KafkaOptions.BOOTSTRAP_SERVERS) == null) {
      configuration = configuration.with(KafkaOptions.BOOTSTRAP_SERVERS, state.bootstrapServers());
    }
    if (configuration.get(CheckpointOptions.DIR) == null) {
      configuration = configuration.with(CheckpointOptions.DIR, defaultFolder());
    }
    return configuration;
  }

  private String defaultFolder() {
    String uri = folder.checkpoints().toUri().toString();
    return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
  }

  private String savepoints(JobRecord record) {
    RunnableJob job = RunnableJob.named(record.job()).orElseThrow();
    return complete(job, record.configuration()).require(CheckpointOptions.DIR) + "/savepoints";
  }

  @Override
  public void close() {
    client.close();
  }
}
