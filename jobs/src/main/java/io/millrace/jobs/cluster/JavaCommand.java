/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a process of a cluster is started: the same Java and the same flags as this process. */
public final class JavaCommand {
  private static final String VECTOR = "jdk.incubator.vector";
  private static final List<String> INHERITED =
      List.of("-Dai.djl.", "-Dorg.apache.avro.", "-Dmillrace.data=", "-Duser.timezone=");
  private static final String SERIALIZABLE = "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=";

  private final List<String> words = new ArrayList<>();

  private JavaCommand() {}

  /**
   * Begins a command.
   *
   * @param mark told from others by, see {@link #mark}
   */
  public static JavaCommand marked(String mark) {
    JavaCommand command = new JavaCommand();
    command.words.add(
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.words.add(mark);
    if (ModuleFinder.ofSystem().find(VECTOR).isPresent()) {
      command.words.add("--add-modules=" + VECTOR);
    }
    List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments();
    own.stream()
        .filter(flag -> INHERITED.stream().anyMatch(flag::startsWith))
        .forEach(command.words::add);
    if (own.stream().noneMatch(flag -> flag.startsWith(SERIALIZABLE))) {
      command.words.add(SERIALIZABLE + "io.millrace.schemas");
    }
    command.words.add("-XX:+ExitOnOutOfMemoryError");
    return command;
  }

  /** A flag that says which member of which cluster a process is. */
  public static String mark(ClusterFolder folder, String member) {
    return "-Dmillrace.member=" + member + "@" + folder.path();
  }

  /** With more flags. */
  public JavaCommand flags(String... more) {
    words.addAll(List.of(more));
    return this;
  }

  /** With a log of its own. */
  public JavaCommand log(Path configuration, Path file) {
    return flags("-Dlog4j.configurationFile=" + configuration, "-Dmillrace.log=" + file);
  }

  /** All words, ready to be started. */
  public List<String> running(String classPath, String main, List<String> arguments) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("-cp", classPath, main));
    all.addAll(arguments);
    return all;
  }
}
