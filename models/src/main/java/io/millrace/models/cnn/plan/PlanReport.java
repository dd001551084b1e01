/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/** The plan as lines for people, with the operations that each layer costs. */
final class PlanReport {
  private PlanReport() {}

  static List<LayerReport> layers(RowTranslation rows, Tracks tracks, HeadNetwork head) {
    List<LayerReport> reports = new ArrayList<>();
    for (RowLayer layer : rows.layers()) {
      reports.add(streamed(layer, rows, tracks));
    }
    for (Frontier frontier : head.frontiers()) {
      if (frontier instanceof Frontier.Segments s) {
        reports.add(segments(s, rows, tracks));
      }
    }
    for (Layer layer : head.layers()) {
      long flops = Flops.of(layer, head.network());
      reports.add(
          new LayerReport(layer.name(), layer.onnxOp(), "head", "", 0, 0, 0, 0, flops, flops, ""));
    }
    return reports;
  }

  private static LayerReport streamed(RowLayer layer, RowTranslation rows, Tracks tracks) {
    Sequence sequence = rows.sequence(layer.output());
    Track track = tracks.track(layer.output());
    int fresh = track == null ? 0 : track.fresh().count();
    long perRow =
        layer.op().flopsPerRow(sequence.width()) + activation(layer.op(), sequence.width());
    Rate rate = sequence.rate();
    return new LayerReport(
        layer.source().name(),
        layer.source().onnxOp(),
        layer.isAlias() ? "free" : "streamed",
        rate.up() == 1 ? String.valueOf(rate.down()) : rate.down() + "/" + rate.up(),
        fresh,
        sequence.length(),
        track == null ? 0 : track.keeps().count(),
        track == null ? 0 : track.stateFloats() * Float.BYTES,
        perRow * fresh,
        perRow * sequence.length(),
        sequence.clean().from() + "+" + (sequence.length() - sequence.clean().to()));
  }

  private static long activation(RowOp op, int width) {
    Activation fused =
        op instanceof RowOp.Convolve c
            ? c.activation()
            : op instanceof RowOp.Dense d ? d.activation() : Activation.NONE;
    return fused.kind() == Activation.Kind.NONE ? 0 : width;
  }

  private static LayerReport segments(Frontier.Segments s, RowTranslation rows, Tracks tracks) {
    String name = "partial " + s.kind().name().toLowerCase(java.util.Locale.ROOT);
    Track track = tracks.track(s.track());
    int length = rows.sequence(s.track()).length();
    return new LayerReport(
        name,
        "Reduce",
        "streamed",
        "",
        s.perStep(),
        s.segments(),
        s.segments(),
        s.stateFloats() * Float.BYTES,
        (long) track.fresh().count() * s.width(),
        (long) length * s.width(),
        "");
  }
}
