/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.instances;

import io.millrace.connectors.instance.InstanceReader;
import io.millrace.connectors.instance.TableLayout;
import io.millrace.models.drift.generator.Benchmark;
import io.millrace.models.drift.stream.InstanceStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds streams by what a user calls them. */
public final class NamedStreams {
  private final Path data;
  private final TableLayout layout;

  /**
   * @param data the folder of the published sets; null when there is none
   * @param layout of tables that a user brings
   */
  public NamedStreams(Path data, TableLayout layout) {
    this.data = data;
    this.layout = layout;
  }

  /** The names of all streams, generated ones first. */
  public static List<String> names() {
    return Stream.concat(
            Stream.of(Benchmark.values()).map(Benchmark::label),
            Stream.of(PublicSet.values()).map(PublicSet::label))
        .toList();
  }

  /** Whether the seed makes a difference. */
  public static boolean isGenerated(String name) {
    return Benchmark.find(name).isPresent();
  }

  /**
   * Opens a stream from its beginning. A generated one ends after {@link Benchmark#LENGTH}
   * instances.
   *
   * @param stream a name, or a file that ends in .arff, .csv or .tsv, packed by gzip or not
   * @param seed of a generated stream
   * @throws IllegalArgumentException when there is no such name, or its data are missing
   * @throws IOException when a file cannot be read
   */
  public InstanceStream open(String stream, long seed) throws IOException {
    Optional<Benchmark> benchmark = Benchmark.find(stream);
    if (benchmark.isPresent()) {
      return benchmark.get().open(seed).limit(Benchmark.LENGTH);
    }
    Optional<PublicSet> set = PublicSet.find(stream);
    if (set.isPresent()) {
      if (data == null) {
        throw new IllegalArgumentException(
            "stream '" + stream + "' is read from a file: say with --data in which folder it is");
      }
      return new FileStream(stream, InstanceReader.open(set.get().file(data), set.get().layout()));
    }
    if (!stream.matches(".*\\.(arff|csv|tsv)(\\.gz)?")) {
      throw new IllegalArgumentException(
          "there is no stream '"
              + stream
              + "': use a file that ends in .arff, .csv or .tsv (or these + .gz), or one of "
              + String.join(", ", names()));
    }
    return new FileStream(stream, InstanceReader.open(Path.of(stream), layout));
  }
}
