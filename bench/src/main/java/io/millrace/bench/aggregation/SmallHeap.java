/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.models.aggregation.evaluate.LinearHeap;
import io.millrace.models.aggregation.kernel.KernelPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes in the updates of a large fleet in a process with a heap of 1 GiB. */
public final class SmallHeap {
  private SmallHeap() {}

  /**
   * Runs the process.
   *
   * @return what it said of itself
   * @throws IOException when it did not get to its end, with what it said
   */
  public static JsonNode run(int workers, long values) throws IOException, InterruptedException {
    Path options = Files.createTempFile("millrace-heap", ".arguments");
    try {
      Files.writeString(
          options,
          "-cp\n\"" + System.getProperty("java.class.path").replace("\\", "\\\\") + "\"\n");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC"));
      if (KernelPath.best() != KernelPath.plain()) {
        command.add("--add-modules=jdk.incubator.vector");
      }
      command.addAll(
          List.of(
              "@" + options,
              LinearHeap.class.getName(),
              Integer.toString(workers),
              Long.toString(values)));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      String line = printed.lines().filter(each -> each.startsWith("{")).findAny().orElse(null);
      if (code != 0 || line == null) {
        throw new IOException(workers + " updates in 1 GiB: exit code " + code + ": " + printed);
      }
      return new ObjectMapper().readTree(line);
    } finally {
      Files.delete(options);
    }
  }
}
