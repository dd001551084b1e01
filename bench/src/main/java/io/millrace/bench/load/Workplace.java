/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;

/** The folder of a run: emptied of what the last one left, and never somebody's cluster. */
public final class Workplace {
  private Workplace() {}

  /**
   * Makes the folder fit for a new run.
   *
   * @param kind of run, such as {@code chaos}; one of another kind is not touched
   * @throws ClusterException when it holds something else
   */
  public static Cluster prepare(Path path, String kind) {
    ClusterFolder folder = new ClusterFolder(path);
    Path mark = folder.path().resolve(kind);
    try {
      if (!Files.exists(mark) && !folder.isEmpty()) {
        throw new ClusterException(
            folder.path() + " holds something that no " + kind + " run made: give another --dir");
      }
      Cluster cluster = new Cluster(folder);
      cluster.stop();
      for (Path old :
          new Path[] {
            folder.path().resolve("kafka"),
            folder.jobs(),
            folder.checkpoints(),
            folder.temporary(),
            folder.logs()
          }) {
        FileUtils.deleteDirectory(old.toFile());
      }
      folder.create();
      Files.writeString(mark, "Made by a " + kind + " run; the next one here empties it.\n");
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot empty " + folder.path(), e);
    }
  }
}
