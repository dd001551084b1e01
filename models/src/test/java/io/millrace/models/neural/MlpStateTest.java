/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MlpStateTest {
  private static final MlpShape SHAPE = new MlpShape(5, List.of(19, 7), 3, 0);

  @Test
  void restoredNetworkTrainsLikeTheOriginal() {
    Mlp original = new Mlp(SHAPE, AdamSettings.of(1e-2), 7);
    Pass pass = MlpTest.filled(original, 3);
    MlpTest.train(original, pass, 3);
    original.grow(4);
    pass = MlpTest.filled(original, 3);
    MlpTest.train(original, pass, 3);
    Store store = new Store();
    original.writeChanges(store);

    Mlp restored = new Mlp(SHAPE, AdamSettings.of(1e-2), 7);
    restored.restore(store.source());
    for (int step = 0; step < 50; step++) {
      Pass other = MlpTest.filled(restored, 3);
      MlpTest.train(original, pass, 3);
      MlpTest.train(restored, other, 3);
      assertThat(other.logits()).isEqualTo(pass.logits());
    }
    original.grow(6);
    restored.grow(6);
    for (int l = 0; l < 3; l++) {
      assertThat(restored.layer(l).weights).isEqualTo(original.layer(l).weights);
    }
  }

  @Test
  void onlyChangesAreWritten() {
    Mlp mlp = new Mlp(SHAPE, AdamSettings.of(1e-2), 7);
    Store store = new Store();
    mlp.writeChanges(store);
    assertThat(store.puts).isEqualTo(3);
    mlp.writeChanges(store);
    assertThat(store.puts).isEqualTo(3);
    MlpTest.train(mlp, MlpTest.filled(mlp, 3), 3);
    mlp.writeChanges(store);
    assertThat(store.puts).isEqualTo(6);
  }

  @Test
  void goldenBytesAreReadAndWritten() {
    Mlp mlp = new Mlp(new MlpShape(1, List.of(), 2, 0), AdamSettings.of(0.5), 0);
    Dense layer = mlp.layer(0);
    System.arraycopy(new float[] {1, -2}, 0, layer.weights, 0, 2);
    layer.gradient[0] = 1;
    layer.gradient[layer.stride + 1] = -1;
    layer.step(NeuralPath.plain(), AdamSettings.of(0.5));
    Store store = new Store();
    mlp.writeChanges(store);
    String golden =
        "01" // version
            + "01000000" // inputs
            + "02000000" // outputs
            + "0100000000000000" // steps
            + "0000003f000000c0" // weights 0.5, -2
            + "000000000000003f" // biases 0, 0.5
            + "d0cccc3d00000000" // first moments 0.1, 0
            + "00000000d0ccccbd" // of the biases 0, -0.1
            + "0012833a00000000" // second moments 0.001, 0
            + "000000000012833a"; // of the biases 0, 0.001
    assertThat(HexFormat.of().formatHex(store.pieces.get(0L))).isEqualTo(golden);

    Mlp restored = new Mlp(new MlpShape(1, List.of(), 2, 0), AdamSettings.of(0.5), 1);
    restored.restore(consumer -> consumer.accept(0, HexFormat.of().parseHex(golden), 65));
    assertThat(restored.layer(0).weights).isEqualTo(layer.weights);
    assertThat(restored.layer(0).second).isEqualTo(layer.second);
  }

  @Test
  void damagedStateIsRefused() {
    Store store = new Store();
    new Mlp(SHAPE, AdamSettings.of(1e-2), 7).writeChanges(store);
    Mlp other = new Mlp(new MlpShape(6, List.of(19, 7), 3, 0), AdamSettings.of(1e-2), 7);
    assertThatThrownBy(() -> other.restore(store.source())).hasMessageContaining("5 x 19");
    Mlp wider = new Mlp(new MlpShape(5, List.of(20, 7), 3, 0), AdamSettings.of(1e-2), 7);
    assertThatThrownBy(() -> wider.restore(store.source()))
        .hasMessageContaining("restore with the settings");
    Mlp same = new Mlp(SHAPE, AdamSettings.of(1e-2), 7);
    byte[] cut = store.pieces.get(1L);
    assertThatThrownBy(() -> same.restore(c -> c.accept(1, cut, cut.length - 4)))
        .hasMessageContaining("19 x 7");
    byte[] later = cut.clone();
    later[0] = 99;
    assertThatThrownBy(() -> same.restore(c -> c.accept(1, later, later.length)))
        .hasMessageContaining("version 99");
    store.pieces.remove(2L);
    assertThatThrownBy(() -> same.restore(store.source())).hasMessageContaining("2 of 3 layers");
  }

  private static final class Store implements PieceSink {
    final Map<Long, byte[]> pieces = new TreeMap<>();
    int puts;

    @Override
    public void put(long id, byte[] bytes, int length) {
      pieces.put(id, Arrays.copyOf(bytes, length));
      puts++;
    }

    @Override
    public void remove(long id) {
      pieces.remove(id);
    }

    PieceSource source() {
      return consumer -> pieces.forEach((id, bytes) -> consumer.accept(id, bytes, bytes.length));
    }
  }
}
