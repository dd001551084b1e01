/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.job.JobRecord.Phase;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.run.RunnableJob;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * The jobs of a cluster. Every change leaves a record, so that whoever comes after a failure knows
 * what should run.
 */
public final class SessionJobs implements AutoCloseable {
  private final JobManager client;
  private final JobRecords records;
  private final JobPlans plans;
  private final Lifecycle lifecycle;
  private final Admission admission;
  private final Consumer<String> notes;

  /**
   * @param state of a cluster that runs
   * @param notes told what goes on
   */
  public SessionJobs(ClusterFolder folder, ClusterState state, Consumer<String> notes) {
    this(folder, state, SessionClient.connect(state), notes);
  }

  SessionJobs(ClusterFolder folder, ClusterState state, JobManager client, Consumer<String> notes) {
    this.client = client;
    this.records = new JobRecords(folder);
    this.plans = new JobPlans(folder, state);
    this.lifecycle = new Lifecycle(client, records, plans);
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

  public JobManager client() {
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
    JobConfiguration configuration = plans.complete(job, given);
    String name = configuration.get(JobOptions.NAME);
    refuseSecond(name);
    refuseShared(name, configuration);
    admission.check(job, configuration, 0);
    if (!dropState) {
      Admission.requireSavepoint(job, configuration, savepoint);
    }
    JobRecord started =
        lifecycle.submit(
            JobRecord.of(name, job, given),
            savepoint == null
                ? SavepointRestoreSettings.none()
                : SavepointRestoreSettings.forPath(savepoint, dropState));
    return submitted(started);
  }

  private static Submitted submitted(JobRecord record) {
    return new Submitted(record.name(), record.id(), record.from());
  }

  private void refuseSecond(String name) {
    if (running().anyMatch(job -> job.name().equals(name))) {
      throw new ClusterException(
          "a job named '"
              + name
              + "' runs already: upgrade it, stop it, or give this one another name with --set "
              + JobOptions.NAME.key()
              + "=NAME");
    }
  }

  /** Two jobs that write under the same ids throw each other out, without end. */
  private void refuseShared(String name, JobConfiguration configuration) {
    String prefix = configuration.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX);
    Set<String> running = running().map(JobManager.Job::id).collect(Collectors.toSet());
    for (JobRecord other : records.all()) {
      if (!other.name().equals(name)
          && running.contains(other.id())
          && plans.configuration(other).get(KafkaOptions.TRANSACTIONAL_ID_PREFIX).equals(prefix)) {
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
   * @param nameOrId name or id, or which of Millrace's jobs it is if no other of these runs
   * @param savepoint whether to take one; without, what was not committed yet is never seen
   * @throws ClusterException when it does not run or does not end
   */
  public Stopped stop(String nameOrId, boolean savepoint) {
    Optional<JobRecord> known = records.find(nameOrId);
    String id = known.map(JobRecord::id).orElse(nameOrId);
    JobManager.Job job = requireRunning(nameOrId, id);
    Optional<String> place =
        known.isPresent() ? lifecycle.end(known.get(), savepoint) : lifecycle.end(id, savepoint);
    return new Stopped(job.name(), id, place.orElse(null));
  }

  /**
   * Gives a running job another configuration: checks that its state can go on with it, takes a
   * savepoint, ends the job and starts it from there. When the new one does not come to run, the
   * old one goes on.
   *
   * @throws ClusterException when the state does not fit or another job writes under the same ids,
   *     before anything was changed; or when the new job did not run
   */
  public Submitted upgrade(String nameOrId, JobConfiguration given, boolean dropState) {
    JobRecord old = requireRecord(nameOrId);
    requireRunning(nameOrId, old.id());
    admission.requireSameBuild();
    RunnableJob job = old.kind();
    JobConfiguration named = given.with(JobOptions.NAME, old.name());
    JobConfiguration configuration = plans.complete(job, named);
    Admission.requireFit(job, plans.configuration(old), configuration, dropState);
    refuseShared(old.name(), configuration);
    admission.check(job, configuration, client.parallelism(old.id()));
    notes.accept("the state fits; stopping " + old.name() + " with a savepoint");
    return submitted(lifecycle.replace(old, JobRecord.of(old.name(), job, named), dropState));
  }

  /** Runs a job with another parallelism, from a savepoint. */
  public Submitted rescale(String nameOrId, int parallelism) {
    JobRecord old = requireRecord(nameOrId);
    return upgrade(nameOrId, old.configuration().with(JobOptions.PARALLELISM, parallelism), false);
  }

  /** Names of the jobs that should run, but for those that a process changes now. */
  public static List<String> wanted(ClusterFolder folder) {
    return new JobRecords(folder).wanted().stream().map(JobRecord::name).toList();
  }

  /** Whether no job should run and none is changed now. */
  public static boolean allStopped(ClusterFolder folder) {
    return new JobRecords(folder).all().stream().allMatch(job -> job.phase() == Phase.STOPPED);
  }

  /** Whether a process that changed a job ended, or gave up, before it was done. */
  public static boolean anyAbandoned(ClusterFolder folder) {
    return new JobRecords(folder).all().stream().anyMatch(JobRecord::abandoned);
  }

  /** Forgets that jobs should run. */
  public static void forget(ClusterFolder folder) {
    JobRecords records = new JobRecords(folder);
    records.wanted().forEach(record -> records.save(record.with(Phase.STOPPED)));
  }

  /**
   * Starts what should run and does not, each from its newest state: after the job manager was lost
   * nobody else remembers.
   *
   * @throws ClusterException when the job manager does not answer
   */
  public Resumption resume() {
    return lifecycle.resume();
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

  private JobManager.Job requireRunning(String nameOrId, String id) {
    return running()
        .filter(job -> job.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ClusterException("no job '" + nameOrId + "' runs" + suggestion()));
  }

  private String suggestion() {
    List<String> names = running().map(JobManager.Job::name).toList();
    return names.isEmpty() ? "; there is none" : "; there is " + String.join(", ", names);
  }

  private Stream<JobManager.Job> running() {
    return client.jobs().stream().filter(job -> !job.status().isGloballyTerminalState());
  }

  @Override
  public void close() {
    client.close();
  }
}
