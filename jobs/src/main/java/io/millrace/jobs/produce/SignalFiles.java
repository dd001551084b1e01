/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import io.millrace.connectors.file.Recording;
import io.millrace.connectors.file.RecordingException;
import io.millrace.connectors.file.csv.CsvLayout;
import io.millrace.connectors.file.csv.CsvRecording;
import io.millrace.connectors.file.wfdb.Signal;
import io.millrace.connectors.file.wfdb.WfdbRecording;
import io.millrace.jobs.model.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Opens recordings as a model expects them: its unit, its number of channels. */
public final class SignalFiles {
  private static final int BLOCK = 4096;
  private static final String HEADER = ".hea";

  private final ModelManifest.Input input;

  /**
   * @param input what the model is fed with
   */
  public SignalFiles(ModelManifest.Input input) {
    this.input = input;
  }

  /**
   * The names of all WFDB records in a folder.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static List<String> wfdbRecords(Path folder) {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(HEADER))
          .forEach(name -> names.add(name.substring(0, name.length() - HEADER.length())));
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + " is no folder that can be read", e);
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("there is no WFDB record (*.hea) in " + folder);
    }
    return List.copyOf(names);
  }

  /**
   * A WFDB record, named after itself.
   *
   * @param channels names or numbers from 1; empty for as many of the first as the model takes
   */
  public RecordingSignal wfdb(Path folder, String record, List<String> channels) {
    WfdbRecording all = WfdbRecording.open(folder, record, WfdbRecording.Scale.PHYSICAL, BLOCK);
    List<Signal> signals = all.header().signals();
    int[] picked = pick(all.channels(), channels);
    float factor = VoltUnit.factor(signals.get(picked[0]).unit(), input.unit());
    for (int channel : picked) {
      if (VoltUnit.factor(signals.get(channel).unit(), input.unit()) != factor) {
        throw new RecordingException(
            "the channels of record "
                + record
                + " have different units: pick those that share one");
      }
    }
    return new RecordingSignal(record, select(all, picked), all.length(), factor);
  }

  /**
   * A table, named after its file. It is read twice: first to count its lines, so that a mistake in
   * it is found before anything is sent.
   *
   * @param unit of its numbers; empty for that of the model
   */
  public RecordingSignal csv(Path file, CsvLayout layout, String unit) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no file " + file);
    }
    float factor = unit.isEmpty() ? 1 : VoltUnit.factor(unit, input.unit());
    long length = 0;
    try (CsvRecording counted = CsvRecording.open(file, layout, BLOCK)) {
      while (counted.hasNext()) {
        length += counted.next().length();
      }
    } catch (IOException e) {
      throw new RecordingException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    String name = file.getFileName().toString().replaceFirst("(\\.(csv|tsv|txt))?(\\.gz)?$", "");
    return new RecordingSignal(name, CsvRecording.open(file, layout, BLOCK), length, factor);
  }

  private int[] pick(List<String> all, List<String> wanted) {
    if (wanted.isEmpty()) {
      int count = Math.min(input.channels().size(), all.size());
      return IntStream.range(0, count).toArray();
    }
    int[] picked = new int[wanted.size()];
    for (int i = 0; i < picked.length; i++) {
      String name = wanted.get(i);
      picked[i] = name.matches("[1-9]\\d{0,3}") ? Integer.parseInt(name) - 1 : all.indexOf(name);
      if (picked[i] < 0 || picked[i] >= all.size()) {
        throw new IllegalArgumentException(
            "there is no channel '" + name + "'; there are " + all + ", or 1 to " + all.size());
      }
    }
    return picked;
  }

  private static Recording select(Recording all, int[] picked) {
    List<String> names = new ArrayList<>();
    for (int channel : picked) {
      names.add(all.channels().get(channel));
    }
    return names.equals(all.channels()) ? all : all.select(names);
  }
}
