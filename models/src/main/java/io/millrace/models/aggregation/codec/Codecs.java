/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleFunction;

/** All codecs by name and by the id on the wire. */
public final class Codecs {
  /** Floats as they are. */
  public static final Codec FP32 = new Fp32();

  private static final Codec[] BY_ID = new Codec[9];
  private static final Map<String, Codec> FIXED = new LinkedHashMap<>();
  private static final Map<String, DoubleFunction<Codec>> SHARED = new LinkedHashMap<>();

  static {
    register(FP32);
    register(new Fp16());
    register(new Bf16());
    register(new Int8());
    register(new Float4());
    register("topk", TopK::new);
    register("randk", share -> new RandK(share, true));
    register("randk-raw", share -> new RandK(share, false));
  }

  private Codecs() {}

  private static void register(Codec codec) {
    FIXED.put(codec.name(), codec);
    BY_ID[codec.id()] = codec;
  }

  private static void register(String name, DoubleFunction<Codec> maker) {
    SHARED.put(name, maker);
    Codec reader = maker.apply(1);
    BY_ID[reader.id()] = reader;
  }

  static double share(String name, double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "codec " + name + " keeps a share of " + share + ", must be above 0 and at most 1");
    }
    return share;
  }

  /**
   * A codec by name: fp32, fp16, bf16, int8, fp4, or topk:S, randk:S, randk-raw:S that keep the
   * share S of the values.
   *
   * @throws IllegalArgumentException when there is no such codec
   */
  public static Codec named(String name) {
    Codec fixed = FIXED.get(name);
    if (fixed != null) {
      return fixed;
    }
    int colon = name.indexOf(':');
    DoubleFunction<Codec> maker = colon < 0 ? null : SHARED.get(name.substring(0, colon));
    if (maker == null) {
      throw new IllegalArgumentException(
          "there is no codec '"
              + name
              + "': use one of "
              + String.join(", ", FIXED.keySet())
              + ", or a share as in topk:0.01, randk:0.01, randk-raw:0.01");
    }
    try {
      return maker.apply(Double.parseDouble(name.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "codec '" + name + "' needs a share between 0 and 1 behind the colon", e);
    }
  }

  /**
   * The codec that reads chunks with an id.
   *
   * @throws ChunkException when there is none
   */
  public static Codec withId(byte id) {
    if (id < 0 || id >= BY_ID.length || BY_ID[id] == null) {
      throw new ChunkException("there is no codec with id " + id + ": the sender may be newer");
    }
    return BY_ID[id];
  }
}
