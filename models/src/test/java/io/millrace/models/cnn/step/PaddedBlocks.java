/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.NetworkBuilder;
import io.millrace.models.cnn.net.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Random same-padded features of a signal of any length, in the manner of InceptionTime: branches
 * that pad by different values read the same rows, in any order. The same seed gives the same
 * layers and weights whatever the length.
 */
final class PaddedBlocks {
  /** Samples per feature row divide this. */
  static final int STRIDE = 4;

  private final NetworkBuilder builder;
  private final Random random;

  private PaddedBlocks(NetworkBuilder builder, long seed) {
    this.builder = builder;
    this.random = new Random(seed);
  }

  /** Appends the features and tells their value; their rows divide the window's length. */
  static int append(NetworkBuilder builder, long seed) {
    PaddedBlocks blocks = new PaddedBlocks(builder, seed);
    int x = 0;
    int count = 1 + blocks.random.nextInt(3);
    for (int i = 0; i < count; i++) {
      x = blocks.block(x, i < 2 && blocks.random.nextInt(3) == 0 ? 2 : 1);
    }
    return x;
  }

  private int block(int x, int stride) {
    List<Integer> kinds = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
    Collections.shuffle(kinds, random);
    int y = -1;
    for (int kind : kinds.subList(0, 2 + random.nextInt(3))) {
      int branch = branch(x, kind, stride);
      y = y < 0 ? branch : builder.concat(y, branch);
    }
    y = builder.relu(builder.conv(y, 3, 1, 1, 1, 0, 0));
    return stride == 1 && builder.shape(x)[1] == 3 && random.nextBoolean()
        ? builder.binary(Op.Binary.Kind.ADD, x, y)
        : y;
  }

  /** A branch that makes a row of every so many; even lengths are padded in front only. */
  private int branch(int x, int kind, int stride) {
    int right = 2 - stride;
    int kernel = 3 + 2 * random.nextInt(2);
    int reach = kernel / 2;
    return switch (kind) {
      case 0 -> builder.pool(x, Op.Pool.Kind.MAX, 3, stride, 1, right);
      case 1 -> builder.pool(x, Op.Pool.Kind.AVERAGE, 3, stride, 1, right, false);
      case 2 -> {
        int padded = builder.pad(x, Op.Pad.Mode.CONSTANT, 1, right, 5);
        yield builder.conv(padded, 2, 3, stride, 1, 0, 0);
      }
      case 3 -> {
        // Pads in two ways at once.
        int padded = builder.pad(x, Op.Pad.Mode.CONSTANT, 1, 1);
        yield builder.pool(padded, Op.Pool.Kind.MAX, 5, stride, 1, 1);
      }
      case 4 -> {
        int padded = builder.pad(x, Op.Pad.Mode.CONSTANT, 1, right, -9);
        yield builder.pool(padded, Op.Pool.Kind.MAX, 3, stride, 0, 0);
      }
      case 5 -> builder.pool(x, Op.Pool.Kind.AVERAGE, 3, stride, 1, right, true);
      default -> builder.conv(x, 2, kernel, stride, 1, reach, reach + right - 1);
    };
  }
}
