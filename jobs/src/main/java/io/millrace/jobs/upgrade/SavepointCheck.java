/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.upgrade;

import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.JobOptions;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;

/**
 * Compares what a savepoint holds with the job that is to go on from it. Flink does so too, but
 * only once the job has been submitted.
 */
public final class SavepointCheck {
  private static final String METADATA = "_metadata";

  private SavepointCheck() {}

  /**
   * Accepts a savepoint or tells why the job cannot go on from it.
   *
   * @param job that is to go on
   * @param savepoint its folder, on any file system that Flink knows
   * @throws ConfigurationException when there is none, it cannot be read, the job has another
   *     maximum of parallelism, or it lacks an operator whose state was saved
   */
  public static void require(JobGraph job, String savepoint) {
    CheckpointMetadata saved = read(savepoint);
    Map<OperatorID, JobVertex> vertices = new HashMap<>();
    for (JobVertex vertex : job.getVertices()) {
      for (OperatorIDPair pair : vertex.getOperatorIDs()) {
        vertices.put(pair.getGeneratedOperatorID(), vertex);
        pair.getUserDefinedOperatorID().ifPresent(id -> vertices.put(id, vertex));
      }
    }
    TreeSet<String> strangers = new TreeSet<>();
    for (OperatorState state : saved.getOperatorStates()) {
      JobVertex vertex = vertices.get(state.getOperatorID());
      if (vertex == null) {
        if (!state.getStates().isEmpty() || state.getCoordinatorState() != null) {
          strangers.add(name(state));
        }
      } else if (vertex.getMaxParallelism() != state.getMaxParallelism()) {
        throw ConfigurationException.of(
            JobOptions.MAX_PARALLELISM.key(),
            vertex.getMaxParallelism(),
            "but " + savepoint + " was taken with " + state.getMaxParallelism(),
            "set it to " + state.getMaxParallelism() + ", or begin without the savepoint");
      }
    }
    if (!strangers.isEmpty()) {
      throw ConfigurationException.of(
          "--savepoint",
          savepoint,
          "which holds the state of "
              + String.join(", ", strangers)
              + ", and job '"
              + job.getName()
              + "' has no such operator",
          "name a savepoint of the same job, with the same options that add operators");
    }
  }

  private static String name(OperatorState state) {
    return state.getOperatorName().orElse("operator " + state.getOperatorID());
  }

  private static CheckpointMetadata read(String savepoint) {
    Path folder = new Path(savepoint);
    try {
      FileSystem files = folder.getFileSystem();
      Path metadata = folder.getName().equals(METADATA) ? folder : new Path(folder, METADATA);
      if (!files.exists(metadata)) {
        throw ConfigurationException.of(
            "--savepoint", savepoint, "where there is no " + METADATA, "name a savepoint's folder");
      }
      try (DataInputStream in = new DataInputStream(files.open(metadata))) {
        return Checkpoints.loadCheckpointMetadata(
            in, SavepointCheck.class.getClassLoader(), savepoint);
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw ConfigurationException.of(
          "--savepoint",
          savepoint,
          "which cannot be read, " + e.getMessage(),
          "name a savepoint or a retained checkpoint");
    }
  }
}
