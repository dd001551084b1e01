/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.cluster.ClusterException;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * What a job left behind that it can go on from.
 *
 * @param number of the checkpoint or savepoint; a job counts both together
 * @param path its folder, a URI
 * @param mode whether the job that goes on from it owns its files
 */
record RetainedState(long number, String path, RecoveryClaimMode mode) {
  private static final Pattern CHECKPOINT = Pattern.compile("chk-(\\d+)");
  private static final String METADATA = "_metadata";

  /** As many digits of a job's id are in the names of its savepoints. */
  private static final int ID_DIGITS = 6;

  /** Where savepoints lie in a folder of checkpoints. */
  static String savepoints(String folder) {
    return folder + "/savepoints";
  }

  /**
   * The newest complete checkpoint or savepoint. One is complete when its metadata are there: Flink
   * moves them into place when all else is written. A savepoint that is newer than all checkpoints
   * was taken to end the job and has committed what the job wrote: going on from a checkpoint would
   * write that twice.
   *
   * @param folder of checkpoints, a URI
   * @param jobId whose they are, hexadecimal
   * @throws ClusterException when the folder or a savepoint cannot be read
   */
  static Optional<RetainedState> newest(String folder, String jobId) {
    try {
      List<RetainedState> all = new ArrayList<>(checkpoints(new Path(folder, jobId)));
      all.addAll(savepoints(new Path(savepoints(folder)), jobId));
      return all.stream().max(Comparator.comparingLong(RetainedState::number));
    } catch (IOException e) {
      throw new ClusterException("Cannot read what job " + jobId + " left in " + folder, e);
    }
  }

  SavepointRestoreSettings restore() {
    return SavepointRestoreSettings.forPath(path, false, mode);
  }

  private static List<RetainedState> checkpoints(Path place) throws IOException {
    List<RetainedState> complete = new ArrayList<>();
    for (Path path : complete(place)) {
      Matcher name = CHECKPOINT.matcher(path.getName());
      if (name.matches()) {
        // The job that wrote the checkpoint is no more: the next one owns its files.
        complete.add(
            new RetainedState(
                Long.parseLong(name.group(1)), path.toString(), RecoveryClaimMode.CLAIM));
      }
    }
    return complete;
  }

  private static List<RetainedState> savepoints(Path place, String jobId) throws IOException {
    String prefix = "savepoint-" + jobId.substring(0, ID_DIGITS) + '-';
    List<RetainedState> complete = new ArrayList<>();
    for (Path path : complete(place)) {
      if (path.getName().startsWith(prefix)) {
        complete.add(new RetainedState(number(path), path.toString(), RecoveryClaimMode.NO_CLAIM));
      }
    }
    return complete;
  }

  private static long number(Path savepoint) throws IOException {
    Path metadata = new Path(savepoint, METADATA);
    try (DataInputStream in = new DataInputStream(metadata.getFileSystem().open(metadata))) {
      return Checkpoints.loadCheckpointMetadata(
              in, RetainedState.class.getClassLoader(), savepoint.toString())
          .getCheckpointId();
    }
  }

  private static List<Path> complete(Path place) throws IOException {
    FileSystem files = place.getFileSystem();
    List<Path> complete = new ArrayList<>();
    for (FileStatus status : list(files, place)) {
      if (files.exists(new Path(status.getPath(), METADATA))) {
        complete.add(status.getPath());
      }
    }
    return complete;
  }

  private static FileStatus[] list(FileSystem files, Path place) throws IOException {
    try {
      FileStatus[] all = files.listStatus(place);
      return all == null ? new FileStatus[0] : all;
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }
}
