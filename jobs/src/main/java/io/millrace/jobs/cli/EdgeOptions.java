/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import io.millrace.models.graph.stream.EdgeFormat;
import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.graph.stream.EdgeReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Which edges a command reads, and how it splits them. */
public final class EdgeOptions {
  private static final double ROUNDING = 1e-6;

  @Option(
      names = "--edges",
      paramLabel = "FILE",
      required = true,
      description = "A list of edges, also with gzip; in any order.")
  Path file;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      showDefaultValue = Help.Visibility.NEVER,
      description = {
        "wikipedia (user,item,seconds,label,features... below a heading), snap (source target "
            + "seconds) or csv (source,target,seconds,features..., or source,target,weight,seconds with "
            + "--signed); told from the first line unless given."
      })
  String format;

  @Option(
      names = "--split",
      paramLabel = "A,B,C",
      defaultValue = "0.70,0.15,0.15",
      description = "Shares of training, validation and test, in order of time.")
  String split;

  /**
   * Reads the edges.
   *
   * @param signed whether they are to have weights
   * @throws IllegalArgumentException when the file is none of the format
   */
  public EdgeList read(boolean signed) throws IOException {
    return EdgeReader.read(file, format(signed));
  }

  private EdgeFormat format(boolean signed) throws IOException {
    if (format == null) {
      EdgeFormat found = EdgeReader.recognise(file, signed);
      if (signed && found != EdgeFormat.SIGNED) {
        throw new UsageException(
            file + " has no weights: --signed reads source,target,weight,seconds");
      }
      return found;
    }
    if (signed && !format.equalsIgnoreCase("csv")) {
      throw new UsageException(
          "--format is '%s': only csv has signs; leave it out, or leave out --signed"
              .formatted(format));
    }
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "wikipedia" -> EdgeFormat.JODIE;
      case "snap" -> EdgeFormat.SNAP;
      case "csv" -> signed ? EdgeFormat.SIGNED : EdgeFormat.CSV;
      default ->
          throw new UsageException(
              "--format is '%s': use wikipedia, snap or csv".formatted(format));
    };
  }

  /** The shares of training, validation and test. */
  public double[] shares() {
    double[] shares;
    try {
      shares =
          Arrays.stream(split.split(",", -1))
              .map(String::strip)
              .mapToDouble(Double::parseDouble)
              .toArray();
    } catch (NumberFormatException e) {
      throw wrongSplit();
    }
    double sum = Arrays.stream(shares).sum();
    boolean positive = Arrays.stream(shares).allMatch(share -> share > 0);
    if (shares.length != 3 || !positive || Math.abs(sum - 1) > ROUNDING) {
      throw wrongSplit();
    }
    return shares;
  }

  private UsageException wrongSplit() {
    return new UsageException(
        "--split is '%s': give three shares above 0 that make 1, such as 0.70,0.15,0.15"
            .formatted(split));
  }
}
