/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkplaceTest {
  @TempDir Path folder;

  @Test
  void whatTheLastRunLeftIsEmptied() throws IOException {
    Cluster cluster = Workplace.claim(folder.resolve("new"), "chaos").clear();
    Path old = Files.createDirectories(cluster.folder().broker(1));

    Workplace.claim(folder.resolve("new"), "chaos").clear();

    assertThat(old).doesNotExist();
    assertThat(cluster.folder().logs()).isEmptyDirectory();
  }

  @Test
  void somebodysClusterIsLeftAlone() throws IOException {
    Path topics = Files.createDirectories(folder.resolve("kafka").resolve("broker-1"));

    assertThatThrownBy(() -> Workplace.claim(folder, "chaos"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("no chaos run made");
    assertThat(topics).isDirectory();
  }
}
