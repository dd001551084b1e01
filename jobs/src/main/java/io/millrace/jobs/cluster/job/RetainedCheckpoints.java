/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.cluster.ClusterException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Finds what a job left behind that was not stopped. */
final class RetainedCheckpoints {
  private static final Pattern NAME = Pattern.compile("chk-(\\d+)");
  private static final String METADATA = "_metadata";

  private RetainedCheckpoints() {}

  /**
   * The newest complete checkpoint. One is complete when its metadata are there: Flink moves them
   * into place when all else is written.
   *
   * @param folder of checkpoints, a URI
   * @param jobId whose they are
   */
  static Optional<String> newest(String folder, String jobId) {
    Path place = new Path(folder, jobId);
    try {
      FileSystem files = place.getFileSystem();
      long newest = -1;
      for (FileStatus status : list(files, place)) {
        Matcher name = NAME.matcher(status.getPath().getName());
        if (name.matches() && files.exists(new Path(status.getPath(), METADATA))) {
          newest = Math.max(newest, Long.parseLong(name.group(1)));
        }
      }
      return newest < 0
          ? Optional.empty()
          : Optional.of(new Path(place, "chk-" + newest).toString());
    } catch (IOException e) {
      throw new ClusterException("Cannot read the checkpoints in " + place, e);
    }
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
