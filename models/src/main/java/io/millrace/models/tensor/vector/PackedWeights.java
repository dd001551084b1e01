/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import io.millrace.models.tensor.ConvSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights in the order in which {@link GemmConv} reads them.
 *
 * <p>A sum runs over segments (stretches of input that are contiguous in memory) and over the
 * floats of a segment. Without dilation and groups the whole receptive field is one segment; else
 * every tap is one. Every block has its biases, then, for each float of each segment, the weights
 * of its vectors. The first floats of all are zeros, where sums start that do not start at a bias.
 */
final class PackedWeights {
  /** Long sums are split, so that a single row keeps the multipliers busy. */
  private static final int LONG_WIDE = 32;

  private static final int LONG_NARROW = 64;
  private static final int MAX_VECTORS = 4;

  final float[] floats;
  final Block[] blocks;
  final int segments;
  final int segmentLength;
  final int segmentStride;

  private final ConvSpec spec;
  private final int lanes;

  PackedWeights(ConvSpec spec, int lanes, int maxVectors) {
    this.spec = spec;
    this.lanes = lanes;
    int groupIn = spec.inChannels() / spec.groups();
    boolean contiguous = spec.kernel() == 1 || (spec.dilation() == 1 && spec.groups() == 1);
    segments = contiguous ? 1 : spec.kernel();
    segmentLength = contiguous ? spec.kernel() * groupIn : groupIn;
    segmentStride = spec.dilation() * spec.inChannels();

    List<Block> list = new ArrayList<>();
    int size = MAX_VECTORS * lanes;
    int groupOut = spec.outChannels() / spec.groups();
    for (int g = 0; g < spec.groups(); g++) {
      int left = (groupOut + lanes - 1) / lanes;
      int column = 0;
      while (left > 0) {
        int vectors =
            maxVectors < MAX_VECTORS ? Math.min(maxVectors, left) : vectorsOfNextBlock(left);
        Block block = block(vectors, size, g, column);
        list.add(block);
        size += vectors * lanes * (1 + spec.kernel() * groupIn);
        column += vectors * lanes;
        left -= vectors;
      }
    }
    blocks = list.toArray(Block[]::new);
    floats = new float[size];
    for (Block block : blocks) {
      pack(block);
    }
  }

  /** Three and three, or three and two, keep registers fuller than four and the rest. */
  private static int vectorsOfNextBlock(int left) {
    return left == 5 || left == 6 ? 3 : Math.min(MAX_VECTORS, left);
  }

  private Block block(int vectors, int start, int group, int column) {
    int groupOut = spec.outChannels() / spec.groups();
    int width = Math.min(groupOut - column, vectors * lanes);
    int outShift = group * groupOut + column;
    // A last vector that is not full begins earlier and repeats what its neighbour computes.
    int lastColumn = column + (vectors - 1) * lanes;
    int lastShift = group * groupOut + Math.max(0, Math.min(lastColumn, groupOut - lanes));
    int chunks =
        vectors > 2 ? (segmentLength >= LONG_WIDE ? 2 : 1) : (segmentLength >= LONG_NARROW ? 4 : 1);
    return new Block(
        vectors,
        start,
        group * (spec.inChannels() / spec.groups()),
        outShift,
        lastShift,
        width,
        chunks);
  }

  private void pack(Block block) {
    int to = block.start();
    for (int v = 0; v < block.vectors(); v++) {
      for (int lane = 0; lane < lanes; lane++) {
        int channel = channel(block, v, lane);
        floats[to++] = channel < 0 ? 0 : spec.bias()[channel];
      }
    }
    for (int s = 0; s < segments; s++) {
      for (int k = 0; k < segmentLength; k++) {
        for (int v = 0; v < block.vectors(); v++) {
          for (int lane = 0; lane < lanes; lane++) {
            floats[to++] = weight(channel(block, v, lane), s, k);
          }
        }
      }
    }
  }

  /** The output channel of a lane, or -1 where a group has fewer channels than a vector lanes. */
  private int channel(Block block, int vector, int lane) {
    int first =
        vector == block.vectors() - 1 ? block.lastShift() : block.outShift() + vector * lanes;
    int groupOut = spec.outChannels() / spec.groups();
    int end = (block.outShift() / groupOut + 1) * groupOut;
    return first + lane < end ? first + lane : -1;
  }

  private float weight(int channel, int segment, int k) {
    if (channel < 0) {
      return 0;
    }
    int groupIn = spec.inChannels() / spec.groups();
    return segments == 1
        ? spec.weight(channel, k % groupIn, k / groupIn)
        : spec.weight(channel, k, segment);
  }
}
