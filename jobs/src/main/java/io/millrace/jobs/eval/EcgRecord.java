/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import io.millrace.connectors.file.RecordingException;
import io.millrace.connectors.file.SampleBlock;
import io.millrace.connectors.file.wfdb.Annotation;
import io.millrace.connectors.file.wfdb.Annotations;
import io.millrace.connectors.file.wfdb.BeatClass;
import io.millrace.connectors.file.wfdb.MitBih;
import io.millrace.connectors.file.wfdb.WfdbRecording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording of the MIT-BIH Arrhythmia Database with its reference beats.
 *
 * @param name such as 200
 * @param samplingRate samples per second
 * @param millivolts the first lead
 * @param beats in the order of time
 * @param flutter episodes in which beats are not marked one by one
 */
public record EcgRecord(
    String name, float samplingRate, float[] millivolts, List<Beat> beats, List<Episode> flutter) {
  private static final String UNIT = "mV";
  private static final char FLUTTER_BEGINS = '[';
  private static final char FLUTTER_ENDS = ']';
  private static final int BLOCK = 1 << 14;

  /** A reference beat; {@code sample} is that of its R peak. */
  public record Beat(long sample, BeatClass type) {}

  /** A part of the recording, both ends included. */
  public record Episode(long from, long to) {}

  /**
   * Reads a recording.
   *
   * @throws RecordingException when a file of it is missing or damaged, or is not in millivolts
   */
  public static EcgRecord read(Path folder, String name) {
    List<Annotation> annotations = Annotations.read(folder, name, MitBih.ANNOTATOR);
    try (WfdbRecording recording =
        WfdbRecording.open(folder, name, WfdbRecording.Scale.PHYSICAL, BLOCK)) {
      String unit = recording.header().signals().get(0).unit();
      if (!unit.equals(UNIT)) {
        throw new RecordingException(
            "record " + name + " in " + folder + " is in " + unit + "; give one in " + UNIT);
      }
      return new EcgRecord(
          name,
          recording.samplingRate(),
          firstLead(recording),
          beats(annotations),
          flutter(annotations));
    } catch (IOException e) {
      throw new RecordingException("Cannot close record " + name + " in " + folder, e);
    }
  }

  private static float[] firstLead(WfdbRecording recording) {
    List<float[]> pieces = new ArrayList<>();
    int length = 0;
    while (recording.hasNext()) {
      SampleBlock block = recording.next();
      float[] lead = new float[block.length()];
      for (int i = 0; i < lead.length; i++) {
        lead[i] = block.samples()[i * block.channels()];
      }
      pieces.add(lead);
      length += lead.length;
    }
    float[] all = new float[length];
    int at = 0;
    for (float[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }

  static List<Beat> beats(List<Annotation> annotations) {
    List<Beat> beats = new ArrayList<>();
    for (Annotation annotation : annotations) {
      BeatClass.of(annotation).ifPresent(type -> beats.add(new Beat(annotation.sample(), type)));
    }
    return List.copyOf(beats);
  }

  static List<Episode> flutter(List<Annotation> annotations) {
    List<Episode> episodes = new ArrayList<>();
    long begin = -1;
    for (Annotation annotation : annotations) {
      if (annotation.symbol() == FLUTTER_BEGINS) {
        begin = annotation.sample();
      } else if (annotation.symbol() == FLUTTER_ENDS && begin >= 0) {
        episodes.add(new Episode(begin, annotation.sample()));
        begin = -1;
      }
    }
    return List.copyOf(episodes);
  }
}
