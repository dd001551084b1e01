/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where MOA's jars are: Maven fetches them from its central repository into the local one the first
 * time, about 60 MB.
 */
final class MoaJars {
  static final String VERSION = "2024.07.0";
  private static final String GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

  private MoaJars() {}

  /**
   * The class path.
   *
   * @param folder for files while Maven runs
   * @throws IOException when there is no Maven or it fails
   */
  static String classPath(Path folder) throws IOException, InterruptedException {
    Path pom = folder.resolve("pom.xml");
    Path result = folder.resolve("moa.classpath");
    Files.writeString(
        pom,
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>io.millrace.bench</groupId>
          <artifactId>moa</artifactId>
          <version>1</version>
          <dependencies>
            <dependency>
              <groupId>nz.ac.waikato.cms.moa</groupId>
              <artifactId>moa</artifactId>
              <version>%s</version>
            </dependency>
          </dependencies>
        </project>
        """
            .formatted(VERSION));
    Path log = folder.resolve("maven.log");
    Process maven;
    try {
      maven =
          new ProcessBuilder(
                  List.of(
                      System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn",
                      "-B",
                      "-f",
                      pom.toString(),
                      GOAL,
                      "-DincludeScope=runtime",
                      "-Dmdep.outputFile=" + result))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException(
          "Maven fetches MOA and was not found: install it, or leave MOA out with --engines"
              + " millrace",
          e);
    }
    maven.getOutputStream().close();
    if (maven.waitFor() != 0 || !Files.isRegularFile(result)) {
      throw new IOException(
          "Maven could not fetch MOA "
              + VERSION
              + " (leave it out with --engines millrace): "
              + Files.readString(log));
    }
    return Files.readString(result).strip();
  }
}
