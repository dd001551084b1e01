/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The chart, and Helm in this process. */
final class Chart {
  static final Path FOLDER = Path.of("millrace");

  private Chart() {}

  /**
   * What the chart makes of values, as release {@code millrace} in namespace {@code streaming}.
   *
   * @throws IllegalStateException when Helm refuses, with its message
   */
  static Rendered render(Values values) {
    return render(values, "millrace");
  }

  static Rendered render(Values values, String release) {
    return withFile(values, file -> Rendered.of(template(FOLDER, file, release)));
  }

  /** As {@link #render(Values)}, from a copy of the chart. */
  static Rendered render(Path folder, Values values) {
    return withFile(values, file -> Rendered.of(template(folder, file, "millrace")));
  }

  private static String template(Path folder, Path file, String release) {
    return helm(folder)
        .template()
        .withName(release)
        .withNamespace("streaming")
        .withKubeVersion("1.30.0")
        .withValuesFile(file)
        .call();
  }

  /** Checks the chart with these values in place of its own defaults where they differ. */
  static LintResult lint(Values values) {
    Path copy = copy();
    try {
      Path file = copy.resolve("values.yaml");
      Values.YAML.writeValue(
          file.toFile(),
          Values.YAML
              .readerForUpdating(Values.YAML.readTree(file.toFile()))
              .readTree(values.tree().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return helm(copy).lint().strict().call();
  }

  /** A copy in a temporary folder, to add files to. */
  static Path copy() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      Path copy = Files.createTempDirectory("millrace-chart").resolve("millrace");
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(FOLDER.relativize(file).toString()));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Helm helm(Path folder) {
    try {
      Helm helm = new Helm(folder.toAbsolutePath());
      // The first use of a command loads the library.
      helm.show();
      return helm;
    } catch (LinkageError | IllegalStateException e) {
      Assumptions.abort("Helm's library cannot be loaded on this machine: " + e);
      throw e;
    }
  }

  private static <T> T withFile(Values values, java.util.function.Function<Path, T> use) {
    try {
      Path file = Files.createTempFile("millrace-values", ".yaml");
      try {
        values.write(file);
        return use.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the fixtures. */
  static List<String> fixtures() {
    return List.of("small", "production", "gpu");
  }
}
