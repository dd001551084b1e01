/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The jobs of a cluster, a file each. */
final class JobRecords {
  private final Path folder;

  JobRecords(ClusterFolder folder) {
    this.folder = folder.jobs();
  }

  void save(JobRecord record) {
    JsonFile.write(file(record.name()), record);
  }

  /** A job by its name. */
  Optional<JobRecord> named(String name) {
    return JsonFile.read(file(name), JobRecord.class);
  }

  /**
   * The job that somebody means: by its name or id, else by its kind, a running one before others.
   *
   * @param word name, id, or which of Millrace's jobs it is
   * @throws ClusterException when there are several of that kind
   */
  Optional<JobRecord> find(String word) {
    List<JobRecord> all = all();
    return all.stream()
        .filter(record -> record.isCalled(word))
        .findFirst()
        .or(() -> onlyOne(word, all.stream().filter(record -> record.job().equals(word)).toList()));
  }

  private static Optional<JobRecord> onlyOne(String kind, List<JobRecord> ofThatKind) {
    List<JobRecord> running =
        ofThatKind.stream().filter(record -> record.phase() != JobRecord.Phase.STOPPED).toList();
    List<JobRecord> found = running.isEmpty() ? ofThatKind : running;
    if (found.size() > 1) {
      throw new ClusterException(
          "'"
              + kind
              + "' may be "
              + String.join(" or ", found.stream().map(JobRecord::name).toList())
              + ": give one of these");
    }
    return found.stream().findFirst();
  }

  /** Those that shall run and that nobody else sees to. */
  List<JobRecord> wanted() {
    return all().stream().filter(JobRecord::shallRun).toList();
  }

  List<JobRecord> all() {
    List<JobRecord> records = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return records;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        JsonFile.read(file, JobRecord.class).ifPresent(records::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder, e);
    }
    return records;
  }

  private Path file(String name) {
    return folder.resolve(URLEncoder.encode(name, StandardCharsets.UTF_8) + ".json");
  }
}
