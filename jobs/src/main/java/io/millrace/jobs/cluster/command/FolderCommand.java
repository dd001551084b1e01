/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A command for the cluster in a folder. */
abstract class FolderCommand extends MillraceCommand {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ClusterFolder.DEFAULT,
      description = "Where everything of the cluster lies.")
  Path dir;

  FolderCommand(Console console) {
    super(console);
  }

  /**
   * The cluster that is meant.
   *
   * @throws ClusterException when its folder is somebody else's
   */
  final Cluster cluster() {
    ClusterFolder folder = new ClusterFolder(dir);
    folder.requireOwn();
    return new Cluster(folder);
  }
}
