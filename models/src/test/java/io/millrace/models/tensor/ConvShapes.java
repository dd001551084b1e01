/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Convolutions with random weights for tests of compute paths. */
public final class ConvShapes {
  private ConvShapes() {}

  public static ConvSpec spec(
      int in, int out, int kernel, int stride, int dilation, int groups, Activation activation) {
    Random random = new Random(31L * in + 7L * out + kernel);
    return new ConvSpec(
        floats(out * (in / groups) * kernel, random),
        floats(out, random),
        in,
        out,
        kernel,
        stride,
        dilation,
        groups,
        activation);
  }

  public static float[] floats(int length, Random random) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** Every path through the kernels: all vector counts, tails, splits of sums, groups. */
  public static List<ConvSpec> grid() {
    List<ConvSpec> grid = new ArrayList<>();
    for (int out : new int[] {1, 4, 8, 15, 16, 17, 24, 32, 33, 48, 61, 64, 100, 128}) {
      for (int in : new int[] {1, 3, 16, 33}) {
        grid.add(spec(in, out, 5, 1, 1, 1, Activation.NONE));
        grid.add(spec(in, out, 3, 2, 1, 1, Activation.RELU));
        grid.add(spec(in, out, 3, 1, 4, 1, Activation.NONE));
      }
      grid.add(spec(70, out, 1, 1, 1, 1, Activation.NONE));
      grid.add(spec(70, out, 2, 1, 3, 1, new Activation(Activation.Kind.TANH, 0, 0)));
      grid.add(spec(1, out, 51, 5, 1, 1, new Activation(Activation.Kind.LEAKY_RELU, 0.1f, 0)));
    }
    for (int channels : new int[] {3, 8, 16, 20, 64}) {
      grid.add(spec(channels, channels, 3, 1, 1, channels, Activation.NONE));
      grid.add(spec(channels, channels, 9, 2, 3, channels, Activation.RELU));
      grid.add(spec(channels, 2 * channels, 3, 1, 1, channels, Activation.NONE));
    }
    grid.add(spec(8, 8, 3, 1, 2, 4, Activation.NONE));
    grid.add(spec(12, 36, 3, 1, 1, 3, Activation.NONE));
    grid.add(spec(48, 96, 5, 2, 2, 2, new Activation(Activation.Kind.CLIP, -1, 6)));
    grid.add(spec(64, 64, 3, 1, 1, 32, Activation.NONE));
    grid.add(spec(132, 132, 3, 1, 1, 2, Activation.NONE));
    return grid;
  }
}
