/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.cluster.ClusterFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the ends of the logs. */
@Command(
    name = "logs",
    header = "Show the last lines of a process's log.",
    description = "Without a process it lists all logs with their sizes.")
final class ClusterLogsCommand extends FolderCommand {
  @Parameters(
      paramLabel = "PROCESS",
      arity = "0..1",
      showDefaultValue = Help.Visibility.NEVER,
      description = "As 'cluster status' names it, such as taskmanager-1.")
  String process;

  @Option(names = "--lines", paramLabel = "N", defaultValue = "50", description = "How many lines.")
  int lines;

  ClusterLogsCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    ClusterFolder folder = cluster().folder();
    UsageException.unless(lines > 0, "--lines", lines, "1 or more");
    if (!Files.isDirectory(folder.logs())) {
      throw new UsageException("there are no logs in " + folder.path() + ": name another --dir");
    }
    if (process == null) {
      list(folder.logs());
      return ExitCode.OK;
    }
    Path log = folder.log(process);
    Path output = folder.output(process);
    if (!log.getParent().equals(folder.logs()) || !(Files.exists(log) || Files.exists(output))) {
      throw new UsageException(
          "there is no log of '"
              + process
              + "'; there are those of "
              + String.join(", ", names(folder.logs())));
    }
    List<String> shown = new ArrayList<>(tail(log));
    shown.addAll(tail(output));
    if (json) {
      console.json(Map.of("process", process, "log", log.toString(), "lines", shown));
    } else {
      shown.forEach(line -> console.line("%s", line));
    }
    return ExitCode.OK;
  }

  private List<String> tail(Path file) throws IOException {
    Deque<String> last = new ArrayDeque<>();
    if (Files.exists(file)) {
      try (Stream<String> all = Files.lines(file)) {
        all.forEach(
            line -> {
              last.add(line);
              if (last.size() > lines) {
                last.remove();
              }
            });
      }
    }
    return new ArrayList<>(last);
  }

  private void list(Path logs) throws IOException {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (Path file : files(logs)) {
      sizes.put(file.getFileName().toString(), Files.size(file));
    }
    if (json) {
      console.json(Map.of("folder", logs.toString(), "bytes", sizes));
    } else {
      console.line("%s", logs);
      sizes.forEach((name, bytes) -> console.line("  %-24s %10d bytes", name, bytes));
    }
  }

  private static List<String> names(Path logs) throws IOException {
    return files(logs).stream()
        .map(file -> file.getFileName().toString().replaceFirst("\\.(log|out).*$", ""))
        .distinct()
        .toList();
  }

  private static List<Path> files(Path logs) throws IOException {
    try (Stream<Path> files = Files.list(logs)) {
      return files.sorted().toList();
    }
  }
}
