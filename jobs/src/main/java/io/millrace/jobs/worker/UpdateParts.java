/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.worker;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Divides an update into parts that fit into a record each: about 1 MiB of chunks. */
public final class UpdateParts {
  private static final int PART_BYTES = 1 << 20;

  private UpdateParts() {}

  /** Makes the chunk of a fragment. */
  public interface Encoder {
    /**
     * @param values the tensor's
     * @param at where the fragment begins in them
     */
    Chunk encode(Fragment fragment, float[] values, int at);
  }

  /**
   * Gives the parts of an update, in order, unsigned.
   *
   * @param tensors one array per tensor of the header's shape
   * @throws IllegalArgumentException when they are not of that shape
   */
  public static void forEach(
      UpdateHeader header, float[][] tensors, Encoder encoder, Consumer<UpdatePart> parts) {
    ModelShape shape = header.shape();
    requireShape(shape, tensors);
    List<Chunk> part = new ArrayList<>();
    int bytes = 0;
    for (int f = 0; f < shape.fragments(); f++) {
      Fragment fragment = shape.fragment(f);
      Chunk chunk = encoder.encode(fragment, tensors[fragment.tensor()], (int) fragment.offset());
      if (!part.isEmpty() && bytes + chunk.bytes().length > PART_BYTES) {
        parts.accept(new UpdatePart(header, part, null));
        part.clear();
        bytes = 0;
      }
      part.add(chunk);
      bytes += chunk.bytes().length;
    }
    parts.accept(new UpdatePart(header, part, null));
  }

  private static void requireShape(ModelShape shape, float[][] tensors) {
    if (tensors.length != shape.tensors().size()) {
      throw new IllegalArgumentException(
          tensors.length + " tensors, the model has " + shape.tensors().size());
    }
    for (int t = 0; t < tensors.length; t++) {
      if (tensors[t].length != shape.tensors().get(t).values()) {
        throw new IllegalArgumentException(
            "tensor '"
                + shape.tensors().get(t).name()
                + "' has "
                + tensors[t].length
                + " values, must have "
                + shape.tensors().get(t).values());
      }
    }
  }
}
