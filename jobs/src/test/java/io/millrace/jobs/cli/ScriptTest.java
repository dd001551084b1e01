/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that builds and runs, with a Maven and a Java that only seem to be some. */
class ScriptTest {
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      echo >>builds
      if [ -e edited-meanwhile ]; then
        rm edited-meanwhile
        sleep 0.1
        touch bench/src/main/Some.java
      fi
      mkdir -p bench/target
      echo some.jar >bench/target/classpath
      """;
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      [ "$1" = --list-modules ] && printf '%s@17\\n' java.base jdk.compiler jdk.incubator.vector
      exit 0
      """;

  @TempDir Path folder;

  @BeforeEach
  void makeAProject() throws IOException {
    Files.copy(Path.of("..", "millrace"), folder.resolve("millrace"));
    file("pom.xml", "<millrace.jvm>-Xshare:auto</millrace.jvm>");
    file("bench/pom.xml", "");
    file("bench/src/main/Some.java", "");
    executable("bin/mvn", MAVEN);
    executable("bin/java", JAVA);
  }

  @Test
  void whatWasEditedDuringABuildIsBuiltAgain() throws Exception {
    file("edited-meanwhile", "");

    run();
    assertThat(folder.resolve("builds")).content().hasLineCount(1);
    run();
    assertThat(folder.resolve("builds")).content().hasLineCount(2);
    run();
    assertThat(folder.resolve("builds")).content().hasLineCount(2);
  }

  private void run() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "millrace", "--version")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    Map<String, String> environment = builder.environment();
    environment.remove("MILLRACE_SKIP_BUILD");
    environment.remove("MILLRACE_JAVA_OPTS");
    environment.put("JAVA_HOME", folder.toString());
    environment.compute("PATH", (name, path) -> folder.resolve("bin") + File.pathSeparator + path);
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("output"))).isZero();
  }

  private void executable(String name, String text) throws IOException {
    Files.setPosixFilePermissions(file(name, text), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
