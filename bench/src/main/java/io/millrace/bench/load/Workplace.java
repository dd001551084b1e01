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
  private final Cluster cluster;
  private final Path mark;
  private final String kind;

  private Workplace(Cluster cluster, Path mark, String kind) {
    this.cluster = cluster;
    this.mark = mark;
    this.kind = kind;
  }

  /**
   * Takes a folder for a new run, and ends what the last one left running there.
   *
   * @param kind of run, such as {@code chaos}; a folder of another kind is not touched
   * @throws ClusterException when it holds something else
   */
  public static Workplace claim(Path path, String kind) {
    ClusterFolder folder = new ClusterFolder(path);
    Path mark = folder.path().resolve(kind);
    if (!Files.exists(mark) && !folder.isEmpty()) {
      throw new ClusterException(
          folder.path() + " holds something that no " + kind + " run made: give another --dir");
    }
    Cluster cluster = new Cluster(folder);
    cluster.stop();
    return new Workplace(cluster, mark, kind);
  }

  public ClusterFolder folder() {
    return cluster.folder();
  }

  /**
   * Empties the folder.
   *
   * @return the cluster that can be started there
   */
  public Cluster clear() {
    ClusterFolder folder = folder();
    try {
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
