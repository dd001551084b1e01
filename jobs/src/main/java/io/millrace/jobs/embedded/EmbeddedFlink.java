/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster in this process with its web page on a free loopback port. Checkpoints,
 * savepoints and RocksDB live in a folder that the caller owns.
 */
public final class EmbeddedFlink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final MiniCluster cluster;
  private final URI webPage;
  private boolean closed;

  private EmbeddedFlink(MiniCluster cluster, URI webPage) {
    this.cluster = cluster;
    this.webPage = webPage;
  }

  /**
   * Starts a cluster and returns when it takes jobs.
   *
   * @param folder for checkpoints and temporary files; must exist
   * @param taskManagers how many; killing one is a test of recovery
   * @param slots per task manager
   * @param overrides options that replace the defaults
   * @throws EmbeddedFlinkException when it does not start
   */
  public static EmbeddedFlink start(
      Path folder, int taskManagers, int slots, Configuration overrides) {
    Configuration configuration = defaults(folder);
    configuration.addAll(overrides);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(slots)
                .build());
    try {
      cluster.start();
      URI address = cluster.getRestAddress().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      LOG.info("Embedded Flink cluster at {}, its files in {}", address, folder);
      return new EmbeddedFlink(cluster, address);
    } catch (Exception e) {
      EmbeddedFlinkException failure =
          EmbeddedFlinkException.of("The embedded Flink cluster did not start", e);
      try {
        EmbeddedFlinkException.await(cluster.closeAsync(), PATIENCE, "nor did it end");
      } catch (EmbeddedFlinkException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }

  private static Configuration defaults(Path folder) {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, "localhost");
    configuration.set(RestOptions.BIND_ADDRESS, "localhost");
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(WebOptions.TMP_DIR, folder.resolve("web").toString());
    configuration.set(CoreOptions.TMP_DIRS, folder.resolve("tmp").toString());
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    configuration.set(
        CheckpointingOptions.SAVEPOINT_DIRECTORY, folder.resolve("savepoints").toUri().toString());
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    // The default of ten seconds is too slow for somebody who looks on.
    configuration.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofSeconds(1));
    return configuration;
  }

  /** Where a browser finds Flink's web page. */
  public URI webPage() {
    return webPage;
  }

  /** Starts a job from nothing. */
  public EmbeddedJob submit(StreamGraph graph) {
    return submit(graph, SavepointRestoreSettings.none());
  }

  /**
   * Starts a job from a savepoint, all of whose state must find its operator.
   *
   * @param savepoint its folder, as {@link EmbeddedJob#stopWithSavepoint} returned it
   */
  public EmbeddedJob submit(StreamGraph graph, String savepoint) {
    return submit(graph, SavepointRestoreSettings.forPath(savepoint, false));
  }

  private EmbeddedJob submit(StreamGraph graph, SavepointRestoreSettings restore) {
    JobGraph job = graph.getJobGraph();
    job.setSavepointRestoreSettings(restore);
    try {
      cluster.submitJob(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw EmbeddedFlinkException.of("Job '" + job.getName() + "' was not taken", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EmbeddedFlinkException.of("Interrupted while starting job " + job.getName(), e);
    }
    return new EmbeddedJob(cluster, webPage, job.getJobID(), job.getName());
  }

  /** Takes a task manager away without warning; its tasks are lost. */
  public void killTaskManager(int index) {
    EmbeddedFlinkException.await(
        cluster.terminateTaskManager(index), PATIENCE, "The task manager did not end");
  }

  /** Adds a task manager. */
  public void startTaskManager() {
    try {
      cluster.startTaskManager();
    } catch (Exception e) {
      throw EmbeddedFlinkException.of("No further task manager started", e);
    }
  }

  /** Ends all jobs and the cluster. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      EmbeddedFlinkException.await(cluster.closeAsync(), PATIENCE, "Flink did not end");
    }
  }
}
