/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java virtual machine that runs a race and prints its result. The same flags for everyone. */
final class JavaProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Garbage is collected in the one thread that is measured.
  private static final List<String> FLAGS = List.of("-Xms1g", "-Xmx6g", "-XX:+UseSerialGC");

  private final Path folder;
  private final String classPath;
  private final List<String> moreFlags;

  /**
   * @param folder for the file with its arguments
   * @param moreFlags that the engine cannot do without
   */
  JavaProcess(Path folder, String classPath, List<String> moreFlags) {
    this.folder = folder;
    this.classPath = classPath;
    this.moreFlags = List.copyOf(moreFlags);
  }

  /**
   * Runs it to its end.
   *
   * @param main a class on the class path or a source file
   * @throws IOException when it fails
   */
  RaceResult run(String main, List<String> arguments) throws IOException, InterruptedException {
    // A class path is too long for some command lines.
    Path options = Files.createTempFile(folder, "java", ".arguments");
    Files.writeString(options, "-cp\n\"" + classPath.replace("\\", "\\\\") + "\"\n");
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(FLAGS);
    command.addAll(moreFlags);
    command.add("@" + options);
    command.add(main);
    command.addAll(arguments);
    Path errors = Files.createTempFile(folder, "java", ".err");
    Process process =
        new ProcessBuilder(command).redirectError(errors.toFile()).redirectInput(none()).start();
    String last = "";
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = out.readLine()) != null) {
        last = line.startsWith("{") ? line : last;
      }
      if (process.waitFor() != 0 || last.isEmpty()) {
        throw new IOException(
            String.join(" ", arguments)
                + " failed with code "
                + process.exitValue()
                + ": "
                + tail(Files.readString(errors)));
      }
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(options);
      Files.deleteIfExists(errors);
    }
    return JSON.readValue(last, RaceResult.class);
  }

  private static File none() {
    return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
  }

  private static String tail(String text) {
    return text.length() <= 2000 ? text : "..." + text.substring(text.length() - 2000);
  }
}
