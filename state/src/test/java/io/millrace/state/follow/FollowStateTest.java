/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.follow.ParameterVersion;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import io.millrace.state.binary.Golden;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FollowStateTest {
  private static final float[] VALUES = {1, -0.5f, Float.MIN_VALUE};

  @Test
  void versionsAreReadAsTheyWereWritten() throws IOException {
    ParameterVersionSerializer serializer = new ParameterVersionSerializer();
    for (long number : new long[] {0, 1L << 40, ParameterVersion.TRAINED}) {
      ParameterVersion version = new ParameterVersion("clicks", number, "m/7", VALUES);
      ParameterVersion read =
          Golden.deserialized(serializer, Golden.serialized(serializer, version));
      assertThat(read).usingRecursiveComparison().isEqualTo(version);
      assertThat(read.trained()).isEqualTo(number < 0);
    }
    byte[] bytes =
        Golden.serialized(serializer, new ParameterVersion("s", 3, "m/3", new float[] {1}));
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("0102730604" + "6d2f33" + "013f800000");
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    assertThatThrownBy(() -> Golden.deserialized(serializer, cut)).isInstanceOf(IOException.class);
  }

  @Test
  void anAdoptionIsReadAsItWasWritten() {
    Adoption adoption = new Adoption();
    assertThat(adoption.changed()).isFalse();
    assertThat(adoption.base()).isZero();
    adoption.met(4, true);
    adoption.met(5, false);
    adoption.told(900);
    adoption.toldWindow(-3);
    assertThat(adoption.changed()).isTrue();
    PieceWriter out = new PieceWriter();
    adoption.write(out.begin());
    assertThat(adoption.changed()).isFalse();
    Adoption read = new Adoption();
    read.read(new PieceReader(-4, out.bytes(), out.length()));
    assertThat(read.base()).isEqualTo(4);
    assertThat(read.news(5)).isFalse();
    assertThat(read.news(4)).isTrue();
    assertThat(read.toldAt()).isEqualTo(900);
    assertThat(read.toldWindow()).isEqualTo(-3);
    assertThat(read.any()).isTrue();
  }

  @Test
  void aLearnerThatBeganAnewIsBasedOnNothingAndWaitsForTheNextVersion() {
    Adoption adoption = new Adoption();
    adoption.met(4, true);
    adoption.lost();
    assertThat(adoption.any()).isFalse();
    assertThat(adoption.base()).isZero();
    assertThat(adoption.news(4)).isFalse();
    assertThat(adoption.news(5)).isTrue();
  }
}
