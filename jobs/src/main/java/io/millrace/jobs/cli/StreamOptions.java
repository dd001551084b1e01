/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import io.millrace.connectors.instance.TableLayout;
import io.millrace.connectors.instance.TableLayout.Header;
import io.millrace.jobs.instances.NamedStreams;
import io.millrace.models.drift.stream.InstanceStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Which labelled stream a command reads, and how its file is laid out. */
public final class StreamOptions {
  /** For the help text. */
  static final class StreamNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return NamedStreams.names().iterator();
    }
  }

  @Option(
      names = "--stream",
      paramLabel = "NAME|FILE",
      required = true,
      completionCandidates = StreamNames.class,
      description = {
        "A file (.arff, .csv or .tsv, or these + .gz), or one of " + "${COMPLETION-CANDIDATES}."
      })
  String stream;

  @Option(
      names = "--instances",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Only the first N instances.")
  long instances = Long.MAX_VALUE;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder of the published sets.")
  Path data;

  @Option(
      names = "--class",
      paramLabel = "COLUMN",
      defaultValue = "",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Name or number from 1 of the class in a file; else the last column.")
  String classColumn;

  @Option(
      names = "--nominal",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns of a table that hold names: names, numbers from 1 or ranges (11-54).")
  List<String> nominal = new ArrayList<>();

  @Option(
      names = "--header",
      defaultValue = "AUTOMATIC",
      description = "Whether a table's first line names columns: ${COMPLETION-CANDIDATES}.")
  Header header;

  @Option(names = "--delimiter", defaultValue = ",", description = "Between columns of a table.")
  char delimiter;

  @Option(
      names = "--scale",
      paramLabel = "N",
      description = "Bring the first N numeric attributes of a file to 0 to 1.")
  int scale;

  /** What the user calls the stream. */
  public String name() {
    return stream;
  }

  /** Whether it is made up, by a seed, instead of read from a file. */
  public boolean generated() {
    return NamedStreams.isGenerated(stream);
  }

  /**
   * Opens the stream from its beginning.
   *
   * @param seed of a generated one
   * @throws IllegalArgumentException when there is no such stream
   */
  public InstanceStream open(long seed) throws IOException {
    TableLayout layout = new TableLayout(delimiter, header, classColumn, nominal, List.of(), scale);
    return new NamedStreams(data, layout).open(stream, seed).limit(instances);
  }
}
