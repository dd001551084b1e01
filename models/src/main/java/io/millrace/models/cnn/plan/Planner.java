/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.Timeline;
import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides from a network, a hop and a mode what is streamed and what that promises.
 *
 * <p>Everything that commutes with shifts of the window is streamed, after StreamiNNC (arXiv
 * 2408.03223): the rest, the head, is evaluated at every hop on the window's feature rows. Three
 * things break equality with the full window: a hop that is not a whole number of rows of some
 * layer, padding that reaches rows which the head reads, and a layer that needs the whole window in
 * front of one that mixes time. All three are read off the graph.
 */
public final class Planner {
  private final Network network;
  private final PlanRequest request;

  private Planner(Network network, PlanRequest request) {
    this.network = network;
    this.request = request;
  }

  /** The plan; when it is not {@linkplain StreamingPlan#accepted accepted}, its reason says why. */
  public static StreamingPlan plan(Network network, PlanRequest request) {
    Network rewritten = SplitConvolutions.of(Rewrites.globalPooling(network));
    if (request.causal()) {
      rewritten = Rewrites.causal(rewritten);
    }
    if (request.carry()) {
      rewritten = CarriedState.rewrite(rewritten);
    }
    return new Planner(rewritten, request).plan();
  }

  private StreamingPlan plan() {
    RowTranslation translated = translate();
    int alignment = alignment(translated);
    boolean aligned = request.hop() % alignment == 0;
    int granule = aligned ? request.hop() : alignment;
    Streamed streamed = Streamed.of(translated, request.mode(), granule);
    RowTranslation rows = streamed.rows();
    HeadNetwork head = streamed.head();
    Tracks tracks = streamed.tracks();

    String refusal = refusal(rows, tracks);
    String inexact = refusal != null ? refusal : inexact(rows, head, alignment, aligned);
    Streamability streamability =
        refusal != null
            ? Streamability.NO
            : inexact != null ? Streamability.APPROX : Streamability.EXACT;
    boolean accepted =
        streamability == Streamability.EXACT
            || (streamability == Streamability.APPROX && request.mode() != Mode.EXACT);

    List<LayerReport> reports = PlanReport.layers(rows, tracks, head);
    long perHop = flopsPerHop(reports, granule);
    long full = reports.stream().mapToLong(LayerReport::flopsFull).sum();
    Rate rate = head.featureRate();
    return new StreamingPlan(
        head.network(),
        streamability,
        inexact != null
            ? inexact
            : "every row that the head reads depends on samples of the window only",
        request.mode(),
        accepted,
        ReceptiveField.samples(rows, head.frontierValues()),
        rate.up() == 1 ? String.valueOf(rate.down()) : rate.down() + "/" + rate.up(),
        alignment,
        head.featureRows(),
        aligned ? 0 : poolingErrorBound(rows),
        new Timeline(network.window(), request.hop(), granule, tracks.delay()),
        tracks.tracks(),
        tracks.layers(),
        rows.layers().stream().filter(RowLayer::isAlias).toList(),
        head.frontiers(),
        head.timeAxes(),
        head.layers(),
        perHop,
        full,
        reports);
  }

  /** The network's rows, what the head reads of them and what that asks to be held. */
  private record Streamed(RowTranslation rows, HeadNetwork head, Tracks tracks) {
    /** With as many copies as readers of the same rows need to see different beginnings. */
    static Streamed of(RowTranslation rows, Mode mode, int granule) {
      HeadNetwork head = HeadNetwork.of(rows, granule);
      Tracks tracks = Tracks.of(rows, head.frontiers(), mode, granule);
      RowTranslation apart = Beginnings.apart(rows, tracks, mode);
      return apart == rows ? new Streamed(rows, head, tracks) : of(apart, mode, granule);
    }
  }

  /**
   * A hop takes several steps, or a part of one, where it is not aligned; the head is evaluated
   * once.
   */
  private long flopsPerHop(List<LayerReport> reports, int granule) {
    long streamed = 0;
    long head = 0;
    for (LayerReport report : reports) {
      if (report.placement().equals("head")) {
        head += report.flopsPerHop();
      } else {
        streamed += report.flopsPerHop();
      }
    }
    return Math.round((double) streamed * request.hop() / granule) + head;
  }

  /**
   * Leaves to the head what is dense in disguise (a convolution over all rows) and trailing
   * poolings whose stride does not fit the hop: evaluated on the window they are exact at any hop.
   */
  private RowTranslation translate() {
    Set<Layer> keep = new HashSet<>();
    for (Layer layer : network.layers()) {
      if (layer.op() instanceof Op.Conv c
          && c.kernel() > 1
          && c.dilation() == 1
          && c.kernel() == network.value(layer.input(0)).shape()[c.axis()]
          && network.value(layer.output()).shape()[c.axis()] == 1) {
        keep.add(layer);
      }
    }
    RowTranslation rows = RowTranslation.of(network, keep);
    List<Layer> unaligned = unalignedTrailingPools(rows);
    Set<Layer> tooLong = new HashSet<>(keep);
    Set<Layer> all = new HashSet<>(keep);
    for (Layer pool : unaligned) {
      all.add(pool);
      if (rows.sequence(pool.output()).rate().down() > request.hop()) {
        tooLong.add(pool);
      }
    }
    if (all.size() == keep.size()) {
      return rows;
    }
    RowTranslation without = RowTranslation.of(network, all);
    return request.hop() % alignment(without) == 0 ? without : RowTranslation.of(network, tooLong);
  }

  private List<Layer> unalignedTrailingPools(RowTranslation rows) {
    List<Layer> pools = new ArrayList<>();
    for (RowLayer layer : rows.layers()) {
      if (layer.op() instanceof RowOp.PoolRows
          && !rows.sequence(layer.output()).rate().divides(request.hop())
          && !reachesTimeMixing(layer.output())) {
        pools.add(layer.source());
      }
    }
    return pools;
  }

  private boolean reachesTimeMixing(int value) {
    Set<Integer> reached = new HashSet<>(Set.of(value));
    for (Layer layer : network.layers()) {
      if (layer.inputs().stream().anyMatch(reached::contains)) {
        if (RowTranslation.mixesTime(layer, network)) {
          return true;
        }
        reached.add(layer.output());
      }
    }
    return false;
  }

  private static int alignment(RowTranslation rows) {
    int alignment = 1;
    for (RowLayer layer : rows.layers()) {
      alignment = Rate.lcm(alignment, rows.sequence(layer.output()).rate().down());
    }
    return alignment;
  }

  /** Why the network cannot stream at all, or null. */
  private static String refusal(RowTranslation rows, Tracks tracks) {
    for (Layer layer : rows.head()) {
      if (RowTranslation.mixesTime(layer, rows.network())) {
        for (int input : layer.inputs()) {
          String cause = rows.windowedBecause(input);
          if (cause != null) {
            return layer.describe()
                + " mixes neighbouring rows after "
                + cause
                + ": nothing behind it commutes with shifts of the window";
          }
        }
      }
    }
    if (tracks.layers().isEmpty()) {
      String first =
          rows.head().isEmpty()
              ? ""
              : ", the first layer needs the whole window: "
                  + rows.windowedBecause(rows.head().get(0).output());
      return "no layer commutes with shifts of the window" + first;
    }
    return null;
  }

  /** Why streaming differs from the full window, or null. */
  private String inexact(RowTranslation rows, HeadNetwork head, int alignment, boolean aligned) {
    if (!aligned) {
      return "hop "
          + request.hop()
          + " is not a multiple of "
          + alignment
          + ", the alignment that strided layers and poolings ask for: windows would see shifted groups";
    }
    for (RowLayer layer : rows.layers()) {
      if (layer.op() instanceof RowOp.Recur) {
        return layer.source().describe()
            + " carries its state across hops, where the window would start it anew";
      }
    }
    for (int value : head.frontierValues()) {
      Sequence sequence = rows.sequence(value);
      int front = sequence.clean().from();
      int back = sequence.length() - sequence.clean().to();
      if (front + back > 0) {
        return "padding reaches "
            + (sequence.clean().isEmpty() ? "all" : "the first " + front + " and last " + back)
            + " of the "
            + sequence.length()
            + " feature rows that the head reads ("
            + rows.network().value(value).name()
            + "); first padding layer: "
            + firstPadding(rows);
      }
    }
    return null;
  }

  private static String firstPadding(RowTranslation rows) {
    for (RowLayer layer : rows.layers()) {
      Span clean = rows.sequence(layer.output()).clean();
      if (clean.from() > 0 || clean.to() < rows.sequence(layer.output()).length()) {
        return layer.source().describe();
      }
    }
    return "none";
  }

  /**
   * The bound of StreamiNNC on one misaligned pooling or sub-sampling of width p, {@code (p - 1) *
   * 2 pi A f_max / f_s} with the difference of neighbouring samples capped at 2A, for unknown
   * signals: {@code 2 (p - 1)} amplitudes, the widest layer's.
   */
  private double poolingErrorBound(RowTranslation rows) {
    double bound = 0;
    for (RowLayer layer : rows.layers()) {
      int width = 1;
      if (layer.op() instanceof RowOp.PoolRows p) {
        width = p.pool().kernel();
      } else if (layer.op() instanceof RowOp.Convolve c) {
        width = c.conv().stride();
      }
      if (!rows.sequence(layer.output()).rate().divides(request.hop())) {
        bound = Math.max(bound, 2.0 * (width - 1));
      }
    }
    return bound;
  }
}
