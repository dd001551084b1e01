/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codec;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Updates of a small model for tests. */
final class Updates {
  static final ModelShape SHAPE =
      new ModelShape(
          List.of(TensorShape.of("w", 5, 4), TensorShape.of("b", 3), TensorShape.of("s")));

  private Updates() {}

  static Contribution contribution(String worker, String update, long version) {
    long examples = 1L + (worker.hashCode() & 7);
    return new Contribution(worker, update, version, examples, 2, 0.5, 10, Payload.DELTA);
  }

  static UpdateHeader header(String worker, String update, long version) {
    return header(contribution(worker, update, version), 1000 * version);
  }

  static UpdateHeader header(Contribution contribution, long timeMillis) {
    return new UpdateHeader("net", "", contribution, -1, timeMillis, SHAPE, false);
  }

  static UpdateHeader initial(String worker) {
    Contribution contribution = new Contribution(worker, "initial", 0, 1, 1, 1, 0, Payload.MODEL);
    return new UpdateHeader("net", "", contribution, -1, 0, SHAPE, true);
  }

  static float[][] values(long seed) {
    Random random = new Random(seed);
    float[][] tensors = new float[SHAPE.tensors().size()][];
    for (int t = 0; t < tensors.length; t++) {
      tensors[t] = new float[(int) SHAPE.tensors().get(t).values()];
      for (int i = 0; i < tensors[t].length; i++) {
        tensors[t][i] = (float) random.nextGaussian();
      }
    }
    return tensors;
  }

  static List<Chunk> chunks(float[][] tensors, Codec codec) {
    List<Chunk> chunks = new ArrayList<>();
    for (int f = 0; f < SHAPE.fragments(); f++) {
      Fragment fragment = SHAPE.fragment(f);
      chunks.add(
          Chunk.encode(codec, fragment, tensors[fragment.tensor()], (int) fragment.offset(), f));
    }
    return chunks;
  }

  /** An update in one part. */
  static UpdatePart whole(UpdateHeader header, float[][] tensors) {
    return new UpdatePart(header, chunks(tensors, Codecs.FP32), null);
  }

  /** An update in a part per chunk. */
  static List<UpdatePart> parts(UpdateHeader header, float[][] tensors) {
    return chunks(tensors, Codecs.FP32).stream()
        .map(chunk -> new UpdatePart(header, List.of(chunk), null))
        .toList();
  }
}
