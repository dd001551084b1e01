/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.Timeline;
import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import java.util.List;
import java.util.Map;

/**
 * How a network is streamed at a hop, what that promises and what it costs. Made by {@link
 * Planner}.
 *
 * @param network the network, rewritten where the mode or the head's partial reductions ask for it
 * @param streamability what the graph allows at this hop
 * @param why the reason in one sentence
 * @param mode the mode asked for
 * @param accepted whether the network can run in that mode; when not, only the report is of use
 * @param receptiveField samples that one feature row depends on
 * @param cumulativeStride samples between two feature rows; a fraction such as "1/2" after
 *     up-sampling
 * @param alignment the hop must be a multiple of this for equality
 * @param embeddingSteps feature rows in a window
 * @param poolingErrorBound bound on the error by misaligned pooling relative to the amplitude,
 *     worst case over all band-limited signals (StreamiNNC, pooling alignment); zero when aligned
 * @param timeline when steps and predictions are due
 * @param tracks the sequences held while streaming, the input first
 * @param layers streamed layers in evaluation order
 * @param aliases streamed layers that only renumber rows
 * @param frontiers what the head reads
 * @param timeAxes the time axis of each frontier value
 * @param head layers evaluated on the window at every hop
 * @param flopsPerHop floating-point operations per hop, the head included
 * @param flopsFull floating-point operations of the full window
 * @param reports a line per layer
 */
public record StreamingPlan(
    Network network,
    Streamability streamability,
    String why,
    Mode mode,
    boolean accepted,
    int receptiveField,
    String cumulativeStride,
    int alignment,
    int embeddingSteps,
    double poolingErrorBound,
    Timeline timeline,
    List<Track> tracks,
    List<RowLayer> layers,
    List<RowLayer> aliases,
    List<Frontier> frontiers,
    Map<Integer, Integer> timeAxes,
    List<Layer> head,
    long flopsPerHop,
    long flopsFull,
    List<LayerReport> reports) {
  public StreamingPlan {
    tracks = List.copyOf(tracks);
    layers = List.copyOf(layers);
    aliases = List.copyOf(aliases);
    frontiers = List.copyOf(frontiers);
    timeAxes = Map.copyOf(timeAxes);
    head = List.copyOf(head);
    reports = List.copyOf(reports);
  }

  /** Which axis of a frontier's tensor is time. */
  public int timeAxis(int frontierValue) {
    return timeAxes.get(frontierValue);
  }

  /** Floats remembered per stream. */
  public int stateFloats() {
    int floats = tracks.stream().mapToInt(Track::stateFloats).sum();
    for (Frontier frontier : frontiers) {
      floats += frontier instanceof Frontier.Segments s ? s.stateFloats() : 0;
    }
    return floats;
  }

  public int stateBytesPerKey() {
    return Float.BYTES * stateFloats();
  }

  /** How much less streaming computes. */
  public double idealSpeedup() {
    return (double) flopsFull / Math.max(1, flopsPerHop);
  }
}
