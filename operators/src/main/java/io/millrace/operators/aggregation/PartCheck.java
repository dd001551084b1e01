/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.ChunkException;
import io.millrace.models.aggregation.kernel.KernelPath;
import io.millrace.models.aggregation.kernel.Kernels;
import io.millrace.models.aggregation.signature.Verifier;
import io.millrace.models.aggregation.transit.CohortEvent.PartNotice;
import io.millrace.models.aggregation.transit.ShardEvent.Arrival;
import io.millrace.models.aggregation.transit.ShardEvent.ChunkKey;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.origin.Origin;
import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks through a part before anybody believes it: name, signature, shape, checksums, and every
 * value. For one thread.
 */
public final class PartCheck {
  private final AggregationSettings.Bounds bounds;
  private final Shards shards;
  private final Verifier verifier;
  private final Kernels kernels = KernelPath.best();
  private final float[] scratch = new float[ModelShape.FRAGMENT];

  /** For operators with these settings. */
  public PartCheck(AggregationSettings settings) {
    bounds = settings.bounds();
    shards = settings.shards();
    verifier = bounds.keys().isEmpty() ? null : Verifier.of(bounds.keys());
  }

  /**
   * Checks a part.
   *
   * @param chunks gets the chunks on their way to their shards, once all of them are sound
   * @return what to tell about them
   * @throws PartRefusedException when anything is wrong; no chunk has gone anywhere then
   */
  public PartNotice check(UpdatePart part, Origin origin, Consumer<Arrival> chunks)
      throws PartRefusedException {
    UpdateHeader header = part.header();
    requireKnown(header);
    requireInitialSender(header);
    if (verifier != null) {
      String fault = verifier.fault(part);
      if (!fault.isEmpty()) {
        throw new PartRefusedException(fault, false);
      }
    }
    if (header.shape().fragments() == 0 || header.shape().values() > bounds.mostValues()) {
      throw new PartRefusedException(
          header.id()
              + " has "
              + header.shape().values()
              + " values, must have 1 to "
              + bounds.mostValues(),
          true);
    }
    requirePlace(header);
    List<Chunk> content = part.chunks();
    if (content.isEmpty()) {
      throw new PartRefusedException("a part of " + header.id() + " has no chunk", true);
    }
    int[] fragments = new int[content.size()];
    int[] crcs = new int[content.size()];
    double[] squares = new double[content.size()];
    float peak = 0;
    for (int i = 0; i < fragments.length; i++) {
      Chunk chunk = content.get(i);
      fragments[i] = fragment(header, chunk);
      crcs[i] = chunk.crc();
      float largest = Float.intBitsToFloat(kernels.peak(scratch, 0, chunk.count()));
      if (!Float.isFinite(largest)) {
        throw new PartRefusedException(
            header.id() + " has a value that is not finite, in tensor " + chunk.tensor(), true);
      }
      peak = Math.max(peak, largest);
      squares[i] = square(chunk.count());
    }
    for (int i = 0; i < fragments.length; i++) {
      ChunkKey key = new ChunkKey(header.id(), fragments[i], crcs[i]);
      int shard = shards.of(fragments[i], header.id().worker());
      chunks.accept(new Arrival(header.key(), shard, key, content.get(i)));
    }
    return new PartNotice(header, fragments, crcs, peak, squares, "", origin);
  }

  /** What to tell of a part that condemns its update. */
  public static PartNotice notice(UpdateHeader header, String fault, Origin origin) {
    return new PartNotice(header, new int[0], new int[0], 0, new double[0], fault, origin);
  }

  private void requireKnown(UpdateHeader header) throws PartRefusedException {
    try {
      bounds.requireModel(header.key());
    } catch (IllegalArgumentException e) {
      throw new PartRefusedException(e.getMessage(), false);
    }
  }

  /** Whoever sends initial parameters decides where the whole fleet begins. */
  private void requireInitialSender(UpdateHeader header) throws PartRefusedException {
    if (header.initial()
        && !bounds.initialSenders().isEmpty()
        && !bounds.initialSenders().contains(header.id().worker())) {
      throw new PartRefusedException(
          header.id()
              + " brings initial parameters, which its worker may not send: name it in"
              + " millrace.aggregation.initial-senders",
          false);
    }
  }

  /**
   * A round of a model whose version could not go anywhere would fail, and begin anew, for ever.
   */
  private void requirePlace(UpdateHeader header) throws PartRefusedException {
    if (header.shape().values() > bounds.mostAnnounced()) {
      throw new PartRefusedException(
          header.id()
              + " has "
              + header.shape().values()
              + " values, but versions with more than "
              + bounds.mostAnnounced()
              + " need a store: set millrace.aggregation.store, or raise"
              + " millrace.aggregation.inline",
          true);
    }
  }

  /** Verifies and decodes a chunk. */
  private int fragment(UpdateHeader header, Chunk chunk) throws PartRefusedException {
    try {
      chunk.verify();
      Fragment fragment = header.shape().locate(chunk.tensor(), chunk.offset(), chunk.count());
      chunk.decode(scratch, 0);
      return fragment.index();
    } catch (ChunkException e) {
      throw new PartRefusedException(header.id() + ": " + e.getMessage(), true);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new PartRefusedException(header.id() + ": " + e.getMessage(), true);
    }
  }

  /** Four sums at a time, in one order on any machine. */
  private double square(int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      s0 += (double) scratch[i] * scratch[i];
      s1 += (double) scratch[i + 1] * scratch[i + 1];
      s2 += (double) scratch[i + 2] * scratch[i + 2];
      s3 += (double) scratch[i + 3] * scratch[i + 3];
    }
    for (; i < count; i++) {
      s0 += (double) scratch[i] * scratch[i];
    }
    return s0 + s1 + (s2 + s3);
  }
}
