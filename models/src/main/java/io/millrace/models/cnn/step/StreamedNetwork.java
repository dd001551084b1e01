/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.cnn.Timeline;
import io.millrace.models.cnn.plan.Frontier;
import io.millrace.models.cnn.plan.RowLayer;
import io.millrace.models.cnn.plan.StreamingPlan;
import io.millrace.models.cnn.plan.Track;
import io.millrace.models.tensor.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@link StreamingPlan} compiled for one compute path. */
public final class StreamedNetwork implements StreamingCnn {
  private final StreamingPlan plan;
  private final Kernels kernels;
  private final StateLayout layout;
  private final List<Integer> slotFloats;
  private final TrackIo inputIo;
  private final RowBuffer inputBuffer;
  private final List<StepRun> steps = new ArrayList<>();
  private final List<SegmentIo> segments = new ArrayList<>();
  private final List<FrontierIo> frontiers = new ArrayList<>();
  private final Evaluator head;
  private final long fingerprint;

  /** A step with the history of the track that it makes. */
  record StepRun(RowStep step, TrackIo io, int slot) {}

  private StreamedNetwork(StreamingPlan plan, Kernels kernels, long scaling) {
    this.plan = plan;
    this.kernels = kernels;
    this.layout = new StateLayout(plan);
    BufferPlan buffers = new BufferPlan(plan, plan.aliases());
    this.slotFloats = buffers.slotFloats();
    Track input = plan.tracks().get(0);
    this.inputBuffer = buffers.buffer(input.value());
    this.inputIo = io(input, buffers, null);
    for (int i = 0; i < plan.layers().size(); i++) {
      RowLayer layer = plan.layers().get(i);
      Track track = plan.tracks().get(i + 1);
      List<RowSteps.Operand> operands = layer.inputs().stream().map(buffers::operand).toList();
      RowBuffer out = buffers.buffer(track.value());
      RowStep step = RowSteps.compile(layer.op(), operands, out, track.fresh(), kernels);
      Track in = track(buffers.root(layer.inputs().get(0)));
      UncountedPadding uncounted =
          UncountedPadding.of(layer, operands.get(0), in, track, plan.mode());
      steps.add(new StepRun(step, io(track, buffers, uncounted), out.slot()));
    }
    slotFloats.add(steps.stream().mapToInt(run -> run.step().scratchFloats()).max().orElse(0));
    for (Frontier frontier : plan.frontiers()) {
      addFrontier(frontier, buffers);
    }
    this.head = plan.head().isEmpty() ? null : new Evaluator(plan.network(), plan.head(), kernels);
    this.fingerprint = Fingerprint.of(plan) ^ scaling;
  }

  /**
   * Packs an accepted plan's weights.
   *
   * @throws IllegalArgumentException when the plan is not accepted, with its reason
   */
  public static StreamedNetwork compile(StreamingPlan plan, Kernels kernels) {
    return compile(plan, kernels, 0);
  }

  /**
   * Packs an accepted plan's weights, for samples that were scaled before.
   *
   * @param scaling digest of how they are scaled, part of the fingerprint: rows that were made of
   *     other numbers cannot be continued
   * @throws IllegalArgumentException when the plan is not accepted, with its reason
   */
  public static StreamedNetwork compile(StreamingPlan plan, Kernels kernels, long scaling) {
    if (!plan.accepted()) {
      throw new IllegalArgumentException(
          "the network cannot stream in mode " + plan.mode().label() + ": " + plan.why());
    }
    return new StreamedNetwork(plan, kernels, scaling);
  }

  private Track track(int value) {
    return plan.tracks().stream().filter(t -> t.value() == value).findFirst().orElseThrow();
  }

  private TrackIo io(Track track, BufferPlan buffers, UncountedPadding uncounted) {
    long span = plan.timeline().window() + (long) plan.timeline().delay();
    long chunks = (span + plan.timeline().granule() - 1) / plan.timeline().granule();
    return new TrackIo(
        track,
        buffers.buffer(track.value()),
        layout.ofTrack(track.value()),
        chunks,
        plan.mode() != Mode.APPROXIMATE,
        uncounted);
  }

  private void addFrontier(Frontier frontier, BufferPlan buffers) {
    int[] shape = plan.network().value(frontier.value()).shape();
    int axis = plan.timeAxis(frontier.value());
    int offset;
    if (frontier instanceof Frontier.Segments s) {
      offset = layout.ofSegments(s.value());
      segments.add(new SegmentIo(s, buffers.buffer(s.track()), offset));
    } else {
      Frontier.Rows rows = (Frontier.Rows) frontier;
      Track track = track(rows.track());
      offset =
          layout.ofTrack(track.value())
              + (rows.rows().from() - track.keeps().from()) * track.width();
    }
    frontiers.add(FrontierIo.of(frontier.value(), offset, shape, axis));
  }

  public StreamingPlan plan() {
    return plan;
  }

  @Override
  public Timeline timeline() {
    return plan.timeline();
  }

  @Override
  public int channels() {
    return plan.network().channels();
  }

  @Override
  public int outputSize() {
    return plan.network().outputSize();
  }

  @Override
  public long fingerprint() {
    return fingerprint;
  }

  @Override
  public int nativeArrays() {
    return kernels.nativeArrays();
  }

  @Override
  public long nativeBytes() {
    return kernels.nativeBytes();
  }

  @Override
  public int stateBytes() {
    return layout.size() * Float.BYTES;
  }

  @Override
  public CnnState newState() {
    float[] history = new float[layout.size()];
    for (Track track : plan.tracks()) {
      if (track.masks()) {
        int from = layout.ofTrack(track.value());
        Arrays.fill(history, from, from + track.stateFloats(), track.fill());
      }
    }
    return new CnnState(fingerprint, 0, history);
  }

  @Override
  public Session session() {
    return new StreamSession(this);
  }

  List<Integer> slotFloats() {
    return slotFloats;
  }

  TrackIo inputIo() {
    return inputIo;
  }

  RowBuffer inputBuffer() {
    return inputBuffer;
  }

  List<StepRun> steps() {
    return steps;
  }

  List<SegmentIo> segments() {
    return segments;
  }

  List<FrontierIo> frontiers() {
    return frontiers;
  }

  /** The head, or null when the features are the output. */
  Evaluator head() {
    return head;
  }

  @Override
  public void close() {
    steps.forEach(step -> step.step().close());
    if (head != null) {
      head.close();
    }
  }
}
