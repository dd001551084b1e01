/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import io.millrace.jobs.play.Pacer;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Plays signals into a topic. A frame is due when its last sample is taken; streams begin staggered
 * over the first frame's duration, so that the topic sees a steady rate.
 */
public final class Player {
  /** Plays as fast as the brokers take it. */
  public static final double UNPACED = Pacer.UNPACED;

  private final double speed;
  private final int frameSamples;
  private final boolean staggered;

  /**
   * @param speed seconds of signal per second: 1 is real time, {@link #UNPACED} no limit
   * @param frameSamples samples per frame, the last one of a stream excepted
   */
  public Player(double speed, int frameSamples) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed is " + speed + ": give a number above 0");
    }
    if (frameSamples < 1) {
      throw new IllegalArgumentException("frame is " + frameSamples + " samples: give 1 or more");
    }
    this.speed = speed;
    this.frameSamples = frameSamples;
    this.staggered = speed != UNPACED;
  }

  /**
   * Plays all signals to their end, or until told to stop.
   *
   * @param startMillis event time of the first sample
   * @param running asked before every frame
   * @param observer told of every frame
   * @return frames sent
   */
  public long play(
      List<? extends Signal> signals,
      FrameTopic topic,
      long startMillis,
      BooleanSupplier running,
      Observer observer) {
    PriorityQueue<Track> queue = new PriorityQueue<>(Track::compareTo);
    for (int i = 0; i < signals.size(); i++) {
      Signal signal = signals.get(i);
      double offset =
          staggered ? frameSamples / signal.samplingRate() * (double) i / signals.size() : 0;
      queue.add(new Track(signal, i, offset));
    }
    Pacer pacer = new Pacer(speed);
    long frames = 0;
    while (!queue.isEmpty() && running.getAsBoolean()) {
      Track track = queue.poll();
      float[] samples = track.signal.read(frameSamples);
      if (samples.length == 0) {
        continue;
      }
      pacer.await(track.due(), running);
      int length = samples.length / track.signal.channels();
      topic.send(
          track.signal.streamId(),
          track.position,
          startMillis + Math.round(1000 * track.seconds()),
          track.signal.samplingRate(),
          track.signal.channels(),
          samples);
      track.position += length;
      frames++;
      observer.sent(length);
      queue.add(track);
    }
    topic.flush();
    return frames;
  }

  /** Hears of every frame. */
  @FunctionalInterface
  public interface Observer {
    void sent(int samples);
  }

  /** A signal and how far it was played. */
  private final class Track implements Comparable<Track> {
    private final Signal signal;
    private final int index;
    private final double offset;
    private long position;

    Track(Signal signal, int index, double offset) {
      this.signal = signal;
      this.index = index;
      this.offset = offset;
    }

    /** Seconds of event time from the start to the next sample. */
    double seconds() {
      return offset + position / (double) signal.samplingRate();
    }

    /** Seconds of event time at which the next frame is complete. */
    double due() {
      return seconds() + frameSamples / (double) signal.samplingRate();
    }

    @Override
    public int compareTo(Track other) {
      int order = Double.compare(due(), other.due());
      return order != 0 ? order : Integer.compare(index, other.index);
    }
  }
}
