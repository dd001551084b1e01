/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.tensor.HalfFloats;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
  private final Random random = new Random(4);

  private float[] gaussian(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] through(Codec codec, float[] values, long seed) {
    byte[] bytes = new byte[codec.mostBytes(values.length) + 3];
    int used = codec.encode(values, 0, values.length, seed, bytes, 3);
    assertThat(used).isLessThanOrEqualTo(codec.mostBytes(values.length));
    float[] out = new float[values.length + 1];
    Arrays.fill(out, 99);
    codec.decode(bytes, 3, used, out, 1, values.length);
    assertThat(out[0]).isEqualTo(99);
    return Arrays.copyOfRange(out, 1, out.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fp32",
        "fp16",
        "bf16",
        "int8",
        "fp4",
        "topk:0.1",
        "randk:0.1",
        "randk-raw:0.1",
        "topk:1"
      })
  void everyCodecKeepsItsPromiseForEveryLength(String name) {
    Codec codec = Codecs.named(name);
    assertThat(Codecs.named(codec.name()).name()).isEqualTo(codec.name());
    for (int count : new int[] {1, 2, 63, 64, 65, 255, 256, 257, 1000}) {
      float[] values = gaussian(count);
      float[] back = through(codec, values, 7);
      double largest = 0;
      for (float value : values) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < count; i++) {
        double error = Math.abs(back[i] - values[i]);
        double size = Math.abs(values[i]);
        switch (name) {
          case "fp32", "topk:1" -> assertThat(back[i]).isEqualTo(values[i]);
          case "fp16" -> assertThat(error).isLessThanOrEqualTo(size * 0x1p-11 + 0x1p-25);
          case "bf16" -> assertThat(error).isLessThanOrEqualTo(size * 0x1p-8);
          case "int8" -> assertThat(error).isLessThanOrEqualTo(largest / 127 / 2 * 1.0001);
          case "fp4" -> assertThat(error).isLessThanOrEqualTo(size / 3 * 1.0001 + largest / 128);
          default -> assertThat(back[i] == 0 || name.equals("randk:0.1") || error == 0).isTrue();
        }
      }
    }
  }

  @Test
  void halvesGoRoundForAllBitPatternsAndRoundToTheNearest() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float half = HalfFloats.fromFp16((short) bits);
      float upper = HalfFloats.fromBf16((short) bits);
      if (!Float.isNaN(half)) {
        assertThat(HalfFloats.toFp16(half)).isEqualTo((short) bits);
      } else {
        assertThat(HalfFloats.fromFp16(HalfFloats.toFp16(half))).isNaN();
      }
      if (!Float.isNaN(upper)) {
        assertThat(HalfFloats.toBf16(upper)).isEqualTo((short) bits);
      } else {
        assertThat(HalfFloats.fromBf16(HalfFloats.toBf16(upper))).isNaN();
      }
    }
    assertThat(HalfFloats.fromFp16(HalfFloats.toFp16(65519.99f))).isEqualTo(65504);
    assertThat(HalfFloats.fromFp16(HalfFloats.toFp16(65520f))).isInfinite();
    // Halfway between 1 and the next half: to even.
    assertThat(HalfFloats.fromFp16(HalfFloats.toFp16(1 + 0x1p-11f))).isEqualTo(1);
    assertThat(HalfFloats.fromFp16(HalfFloats.toFp16(1 + 3 * 0x1p-11f))).isEqualTo(1 + 0x1p-9f);
    assertThat(HalfFloats.fromFp16(HalfFloats.toFp16(0x1p-25f))).isZero();
    assertThat(HalfFloats.fromFp16(HalfFloats.toFp16(Math.nextUp(0x1p-25f)))).isEqualTo(0x1p-24f);
  }

  @Test
  void topkKeepsTheLargestAndTheFirstOfEqualOnes() {
    float[] values = {1, -5, 2, 5, -5, 0, 0, 0, 0, 0};
    assertThat(through(Codecs.named("topk:0.2"), values, 0))
        .containsExactly(0, -5, 0, 5, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void randkIsRightInTheMean() {
    float[] values = gaussian(103);
    double[] mean = new double[values.length];
    int trials = 4000;
    for (int t = 0; t < trials; t++) {
      float[] back = through(Codecs.named("randk:0.2"), values, random.nextLong());
      for (int i = 0; i < mean.length; i++) {
        mean[i] += back[i] / (double) trials;
      }
    }
    for (int i = 0; i < mean.length; i++) {
      assertThat(mean[i]).isCloseTo(values[i], within(0.05 + 0.2 * Math.abs(values[i])));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8", "fp4", "topk:0.5", "randk:1"})
  void whatCannotBeWrittenIsRefused(String name) {
    Codec codec = Codecs.named(name);
    byte[] room = new byte[codec.mostBytes(3)];
    assertThatThrownBy(() -> codec.encode(new float[] {1, Float.NaN, 2}, 0, 3, 0, room, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fp32", "fp16", "bf16", "int8", "fp4", "topk:0.1", "randk:0.1", "randk-raw:0.1"})
  void randomBytesAreRefusedOrDecodedButNothingElse(String name) {
    Codec codec = Codecs.named(name);
    float[] out = new float[1000];
    byte[] good = new byte[codec.mostBytes(1000)];
    int used = codec.encode(gaussian(1000), 0, 1000, 1, good, 0);
    for (int trial = 0; trial < 3000; trial++) {
      byte[] bytes = Arrays.copyOf(good, trial % 3 == 0 ? random.nextInt(used + 20) : used);
      for (int flips = random.nextInt(8); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(Math.min(bytes.length, 40))] = (byte) random.nextInt();
      }
      try {
        codec.decode(bytes, 0, bytes.length, out, 0, 1000);
      } catch (ChunkException e) {
        assertThat(e).hasMessageContaining("chunk");
      }
    }
  }

  @Test
  void chunksAreCheckedBeforeTheyAreBelieved() {
    Fragment fragment = ModelShape.flat(100).fragment(0);
    Chunk chunk = Chunk.encode(Codecs.named("int8"), fragment, gaussian(100), 0, 0);
    chunk.verify();
    for (int i = 0; i < chunk.bytes().length; i++) {
      byte[] bytes = chunk.bytes().clone();
      bytes[i] ^= 4;
      Chunk damaged = new Chunk(0, 0, 100, chunk.codec(), bytes, chunk.crc());
      assertThatThrownBy(damaged::verify).hasMessageContaining("damaged");
    }
    Chunk moved = new Chunk(0, 1, 100, chunk.codec(), chunk.bytes(), chunk.crc());
    assertThatThrownBy(moved::verify).hasMessageContaining("checksum");
    Chunk bomb = Chunk.sealed(0, 0, Integer.MAX_VALUE, (byte) 6, new byte[4]);
    assertThatThrownBy(bomb::verify).hasMessageContaining("2147483647");
    Chunk fat = Chunk.sealed(0, 0, 1, (byte) 1, new byte[Chunk.MOST_BYTES + 1]);
    assertThatThrownBy(fat::verify).hasMessageContaining("bytes");
    assertThatThrownBy(() -> Codecs.withId((byte) 100)).isInstanceOf(ChunkException.class);
    assertThatThrownBy(() -> Codecs.named("zip")).hasMessageContaining("fp32");
    assertThatThrownBy(() -> Codecs.named("topk:2")).hasMessageContaining("at most 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"topk:0.05", "randk-raw:0.05", "int8", "fp4", "bf16"})
  void errorFeedbackLosesNothing(String name) {
    ModelShape shape = ModelShape.flat(200);
    Fragment fragment = shape.fragment(0);
    ErrorFeedback feedback = new ErrorFeedback(shape, Codecs.named(name));
    double[] wanted = new double[200];
    double[] sent = new double[200];
    float[] out = new float[200];
    for (int round = 0; round < 60; round++) {
      float[] update = gaussian(200);
      feedback.encode(fragment, update, 0, round).decode(out, 0);
      for (int i = 0; i < 200; i++) {
        wanted[i] += update[i];
        sent[i] += out[i];
      }
    }
    float[] left = feedback.left(fragment);
    for (int i = 0; i < 200; i++) {
      assertThat(sent[i] + left[i]).isCloseTo(wanted[i], within(1e-3));
    }
  }
}
