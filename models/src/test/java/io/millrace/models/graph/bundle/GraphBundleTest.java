/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.Edges;
import io.millrace.models.graph.bundle.GraphManifest.Dimensions;
import io.millrace.models.graph.bundle.GraphManifest.Training;
import io.millrace.models.graph.tgn.Tgn;
import io.millrace.models.graph.tgn.TgnSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphBundleTest {
  private static final TgnSettings SMALL = TgnSettings.tgn(0).sized(12, 6, 4);
  private static final Dimensions DIMENSIONS = new Dimensions("tgn", 0, 12, 4);
  private static final Training TRAINING = new Training(300, 2, 20, 1e-4, 3, 0.9, 0.8);

  @TempDir Path folder;

  private Tgn trained() {
    Tgn tgn = new Tgn(SMALL, 3);
    EdgeBatch edges = Edges.communities(300, 0, 1);
    for (int at = 0; at < 300; at += 20) {
      EdgeBatch batch = Edges.part(edges, at, at + 20);
      tgn.learn(batch, Edges.shuffled(batch, at));
      tgn.update(batch);
    }
    return tgn;
  }

  private GraphBundle write(Tgn tgn) throws IOException {
    return GraphBundle.write(
        folder.resolve("deep/bundle"), "mine", "2", DIMENSIONS, TRAINING, tgn.parameters());
  }

  @Test
  void aModelReadBackScoresLikeTheOriginal() throws IOException {
    Tgn tgn = trained();
    write(tgn);
    GraphBundle read = GraphBundle.read(folder.resolve("deep/bundle"));
    assertThat(read.manifest().id()).isEqualTo("mine/2");
    assertThat(read.manifest().dimensions()).isEqualTo(DIMENSIONS);
    assertThat(read.manifest().training()).isEqualTo(TRAINING);
    Tgn other = new Tgn(SMALL, 77);
    read.into(other.parameters());
    assertThat(other.learned()).isEqualTo(tgn.learned());
    tgn.forget();
    EdgeBatch edges = Edges.communities(100, 0, 9);
    float[] one = new float[100];
    float[] two = new float[100];
    tgn.update(edges);
    other.update(edges);
    tgn.score(edges, one);
    other.score(edges, two);
    assertThat(two).isEqualTo(one);
  }

  @Test
  void parametersOfAnotherModelAreRefusedAndChangeNothing() throws IOException {
    GraphBundle bundle = write(trained());
    Tgn wider = new Tgn(SMALL.sized(16, 6, 4), 3);
    float[] before = wider.learned();
    assertThatThrownBy(() -> bundle.into(wider.parameters()))
        .isInstanceOf(GraphBundleException.class)
        .hasMessageContaining("'memory.input.weight' is [30, 36], the model's is [38, 48]");
    assertThat(wider.learned()).isEqualTo(before);
    Tgn jodie = new Tgn(TgnSettings.jodie(0).sized(12, 6, 4), 3);
    assertThatThrownBy(() -> bundle.into(jodie.parameters()))
        .isInstanceOf(GraphBundleException.class);
  }

  @Test
  void damagedBundlesAreRefused() throws IOException {
    Path bundle = write(trained()).folder();
    Path weights = bundle.resolve("parameters.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 3] ^= 1;
    Files.write(weights, bytes);
    assertThatThrownBy(() -> GraphBundle.read(bundle)).hasMessageContaining("SHA-256");
    Files.delete(weights);
    assertThatThrownBy(() -> GraphBundle.read(bundle))
        .hasMessageContaining("there is no file")
        .hasMessageContaining("train graph");
    Path manifest = bundle.resolve(GraphBundle.MANIFEST);
    Files.writeString(manifest, Files.readString(manifest).replace("temporal-graph", "weather"));
    assertThatThrownBy(() -> GraphBundle.read(bundle)).hasMessageContaining("task is 'weather'");
    Files.writeString(manifest, "{\"name\": \"a b\"}");
    assertThatThrownBy(() -> GraphBundle.read(bundle)).hasMessageContaining("name is 'a b'");
    Files.writeString(manifest, "[");
    assertThatThrownBy(() -> GraphBundle.read(bundle)).hasMessageContaining("graph-model.json");
    Files.write(manifest, new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> GraphBundle.read(bundle)).hasMessageContaining("larger than 1048576");
    Files.writeString(manifest, "[");
    assertThatThrownBy(() -> GraphBundle.read(bundle)).hasMessageContaining("graph-model.json");
    assertThatThrownBy(() -> GraphBundle.read(folder.resolve("none")))
        .hasMessageContaining("there is no file");
  }

  @Test
  void parametersThatAreNoNumbersAreRefused() throws IOException {
    Tgn tgn = trained();
    tgn.parameters().values()[5] = Float.NaN;
    GraphBundle bundle = write(tgn);
    Tgn other = new Tgn(SMALL, 1);
    assertThatThrownBy(() -> bundle.into(other.parameters())).hasMessageContaining("holds NaN");
  }
}
