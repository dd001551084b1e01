/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {
  private static final String MEMBERS = "io/millrace/jobs/cluster/member/";

  @TempDir Path folder;
  private Path dependency;
  private Path module;
  private Path jobs;
  private Path unwanted;

  @BeforeEach
  void makeAClassPath() throws IOException {
    dependency = file("repository/api-2.1.jar", "api");
    unwanted = file("repository/junit-5.jar", "junit");
    module = folder.resolve("work/models/target/classes");
    file("work/models/target/classes/a/Model.class", "model");
    jobs = folder.resolve("work/jobs/target/classes");
    file("work/jobs/target/classes/a/Job.class", "job");
    file("work/jobs/target/classes/" + MEMBERS + "Member.class", "member");
  }

  @Test
  void whatTheJobsNeedIsInLibAndTheJobsThemselvesAreNot() throws IOException {
    ClusterFolder cluster = assemble();

    try (var files = Files.list(cluster.libraries())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "api-2.1.jar", "millrace-models-1.jar", "millrace-members.jar");
    }
    assertThat(entries(cluster.libraries().resolve("millrace-models-1.jar")))
        .containsExactly("a/Model.class");
    assertThat(entries(cluster.libraries().resolve("millrace-members.jar")))
        .containsExactly(MEMBERS + "Member.class");
    assertThat(entries(cluster.jobsJar())).contains("a/Job.class");
  }

  @Test
  void librariesOfAnEarlierBuildGo() throws IOException {
    ClusterFolder cluster = new ClusterFolder(folder.resolve("cluster"));
    cluster.create();
    Path old = Files.writeString(cluster.libraries().resolve("api-1.0.jar"), "old");

    assemble();

    assertThat(old).doesNotExist();
  }

  @Test
  void theFingerprintTellsAnotherBuild() throws IOException {
    String before = libraries().fingerprint();
    assertThat(libraries().fingerprint()).isEqualTo(before);

    file("work/models/target/classes/a/Model.class", "another model");

    assertThat(libraries().fingerprint()).isNotEqualTo(before);
  }

  @Test
  void aMissingLibraryIsNamed() {
    assertThatThrownBy(() -> Libraries.of(jobs.toString(), List.of("api-2.1.jar")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("api-2.1.jar is not on the class path");
  }

  @Test
  void theListOfThisBuildFitsThisClassPath() {
    assertThat(Libraries.ofThisProcess().fingerprint()).hasSize(64);
  }

  private ClusterFolder assemble() {
    ClusterFolder cluster = new ClusterFolder(folder.resolve("cluster"));
    cluster.create();
    libraries().assemble(cluster);
    return cluster;
  }

  private Libraries libraries() {
    String classPath =
        String.join(
            File.pathSeparator,
            unwanted.toString(),
            jobs.toString(),
            dependency.toString(),
            module.toString());
    return Libraries.of(classPath, List.of("api-2.0.jar", "millrace-models-1.jar"));
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static List<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(JarEntry::getName).toList();
    }
  }
}
