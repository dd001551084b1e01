/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of Millrace in a process of its own, as a user starts it. */
final class RunningCommand implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder err = new StringBuilder();
  private final List<Thread> readers = new ArrayList<>();

  private RunningCommand(Process process) {
    this.process = process;
    read(process.getInputStream(), out);
    read(process.getErrorStream(), err);
    // Tests that are ended from without leave nothing behind.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /**
   * Starts it.
   *
   * @param folder for what it needs and for its logs
   * @param heap of the process, such as 2g
   */
  static RunningCommand start(Path folder, String heap, List<String> arguments) {
    List<String> lines = new ArrayList<>();
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.matches("--add-modules=.*|-D(org\\.apache\\.avro|ai\\.djl)\\..*")) {
        lines.add(flag);
      }
    }
    lines.add("-Xmx" + heap);
    lines.add("-Dmillrace.logs=" + folder);
    lines.add("-cp");
    lines.add('"' + System.getProperty("java.class.path").replace("\\", "\\\\") + '"');
    lines.add("io.millrace.jobs.cli.Millrace");
    lines.addAll(arguments);
    Path file = folder.resolve("arguments-" + arguments.get(0));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    try {
      Files.write(file, lines);
      return new RunningCommand(new ProcessBuilder(java.toString(), "@" + file).start());
    } catch (IOException e) {
      throw new UncheckedIOException(arguments + " does not start", e);
    }
  }

  private void read(InputStream from, StringBuilder to) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new java.io.InputStreamReader(from, UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  synchronized (to) {
                    to.append(line).append('\n');
                  }
                }
              } catch (IOException e) {
                // Its end closes its streams, too.
                return;
              }
            },
            "command-output");
    reader.setDaemon(true);
    reader.start();
    readers.add(reader);
  }

  /**
   * Waits until it prints something, on either output.
   *
   * @return the pattern's group
   */
  String await(Pattern pattern) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      Matcher matcher = pattern.matcher(text(out) + text(err));
      if (matcher.find()) {
        return matcher.group(1);
      }
      pause();
    }
    String said = text(out) + text(err);
    close();
    throw new IllegalStateException("it does not say '" + pattern + "' but: " + said);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String text(StringBuilder text) {
    synchronized (text) {
      return text.toString();
    }
  }

  /** Ends it as Ctrl-C does, and tells what it wrote to standard output. */
  String stop() throws InterruptedException {
    // By its handle: Process.destroy would close the streams that are still to be read.
    if (!process.toHandle().destroy()) {
      throw new IllegalStateException("it cannot be ended: " + text(err));
    }
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not end: " + text(err));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    return text(out);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
