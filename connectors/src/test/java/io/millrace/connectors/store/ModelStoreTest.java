/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest {
  @TempDir Path folder;

  private ModelStore store;
  private BundleCache cache;

  @BeforeEach
  void open() {
    store = ModelStore.at(folder.resolve("store").toString());
    cache = new BundleCache(folder.resolve("cache"), 10_000);
  }

  @Test
  void whatIsFetchedIsWhatWasPut() throws Exception {
    Path source = folder.resolve("source");
    Files.createDirectories(source.resolve("weights"));
    Files.writeString(source.resolve("model.onnx"), "graph");
    Files.write(source.resolve("weights/a.bin"), new byte[5000]);
    StoredBundle stored = store.put("ecg", "1.2", source);
    assertThat(stored.size()).isEqualTo(5005);
    assertThat(stored.uri()).startsWith("file:").endsWith("/store/ecg/1.2");

    LocalBundle fetched = cache.fetch(stored.uri(), stored.sha256());
    assertThat(fetched.name()).isEqualTo("ecg");
    assertThat(fetched.version()).isEqualTo("1.2");
    assertThat(fetched.files()).containsExactly("model.onnx", "weights/a.bin");
    assertThat(fetched.file("model.onnx")).hasContent("graph");
    assertThat(fetched.file("weights/a.bin")).hasBinaryContent(new byte[5000]);
    assertThatThrownBy(() -> fetched.file("other"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("ecg/1.2 has no other; it has [model.onnx, weights/a.bin]");
    assertThat(store.find("ecg", "1.2")).isEqualTo(stored);
    assertThat(store.versions("ecg")).containsExactly("1.2");
    assertThat(store.versions("none")).isEmpty();
  }

  @Test
  void theChecksumIsTheDocumentedOne() {
    StoredBundle stored = store.put("m", "1", Map.of("b", bytes("2"), "a", bytes("1")));
    String canonical =
        "millrace-bundle 1\n" + Sha256.of(bytes("1")) + " 1 a\n" + Sha256.of(bytes("2")) + " 1 b\n";
    assertThat(stored.sha256()).isEqualTo(Sha256.of(bytes(canonical)));
    assertThat(Sha256.of(bytes("")))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void aVersionNeverChanges() throws Exception {
    StoredBundle first = store.put("m", "1", Map.of("a", bytes("1")));
    assertThat(store.put("m", "1", Map.of("a", bytes("1")))).isEqualTo(first);
    assertThatThrownBy(() -> store.put("m", "1", Map.of("a", bytes("2"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("exists with other bytes")
        .hasMessageContaining("use a new one");
    assertThat(cache.fetch(first.uri(), first.sha256()).file("a")).hasContent("1");
    assertThat(list(folder.resolve("store/.incoming"))).isEmpty();
  }

  @Test
  void ofManyWritersOfOneVersionOneWins() throws Exception {
    List<Callable<String>> writers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      byte[] content = bytes(Integer.toString(i));
      writers.add(
          () -> {
            try {
              return store.put("m", "1", Map.of("a", content)).sha256();
            } catch (StoreException e) {
              assertThat(e).hasMessageContaining("exists with other bytes");
              return "";
            }
          });
    }
    List<String> won = new ArrayList<>(run(writers));
    won.removeIf(String::isEmpty);
    assertThat(won).hasSize(1);
    assertThat(store.find("m", "1").sha256()).isEqualTo(won.get(0));
    assertThat(list(folder.resolve("store/.incoming"))).isEmpty();
  }

  @Test
  void manyReadersShareOneCopy() throws Exception {
    StoredBundle stored = store.put("m", "1", Map.of("a", new byte[9000]));
    List<Callable<Path>> readers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      BundleCache each = new BundleCache(folder.resolve("cache"), 10_000);
      readers.add(() -> each.fetch(stored.uri(), stored.sha256()).file("a"));
    }
    List<Path> copies = run(readers);
    assertThat(copies).containsOnly(copies.get(0)).allMatch(Files::exists);
    assertThat(list(folder.resolve("cache"))).containsExactly(stored.sha256());
  }

  @Test
  void aHalfWrittenBundleIsNeverServed() throws Exception {
    Path partial = Files.createDirectories(folder.resolve("store/m/1"));
    Files.writeString(partial.resolve("a"), "1");
    assertThatThrownBy(() -> cache.fetch(partial.toString(), "0".repeat(64)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("manifest.json is missing");
    assertThatThrownBy(() -> store.put("m", "1", Map.of("a", bytes("1"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("exists without a manifest; remove the folder");
    assertThatThrownBy(() -> store.find("m", "2"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("There is no m/2");
  }

  @Test
  void changedBytesAreRefusedWhereverTheyAre() throws Exception {
    StoredBundle stored = store.put("m", "1", Map.of("a", bytes("1"), "b", bytes("22")));
    Path remote = folder.resolve("store/m/1");

    Files.writeString(remote.resolve("b"), "2X");
    assertRefused(stored, "b is damaged: it has 2 bytes");
    Files.writeString(remote.resolve("b"), "2".repeat(100_000));
    assertRefused(stored, "b is damaged: it has more than 2 bytes");
    Files.writeString(remote.resolve("b"), "2");
    assertRefused(stored, "b is damaged: it has 1 bytes");
    Files.delete(remote.resolve("b"));
    assertRefused(stored, "Cannot fetch the bundle");
    Files.writeString(remote.resolve("b"), "22");
    assertThat(list(folder.resolve("cache"))).isEmpty();
    assertThat(cache.fetch(stored.uri(), stored.sha256()).file("b")).hasContent("22");

    Path manifest = remote.resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"a\"", "\"c\""));
    assertRefused(stored, "it is not the one that was announced");
  }

  @Test
  void aDamagedLocalCopyIsMadeAnew() throws Exception {
    StoredBundle stored = store.put("m", "1", Map.of("a", bytes("1")));
    Path local = cache.fetch(stored.uri(), stored.sha256()).file("a");
    Files.writeString(local, "X");
    assertThat(cache.fetch(stored.uri(), stored.sha256()).file("a")).hasContent("1");
    Files.delete(local);
    assertThat(cache.fetch(stored.uri(), stored.sha256()).file("a")).hasContent("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "/etc/passwd",
        "a/../../b",
        "a//b",
        "..",
        ".",
        "",
        "a\\b",
        "C:x",
        "a\nb",
        "manifest.json",
        ".hidden",
        "a/b/c/d/e/f/g/h/i"
      })
  void pathsThatLeadElsewhereAreRefusedOnBothSides(String path) throws Exception {
    assertThatThrownBy(() -> store.put("m", "1", Map.of(path, bytes("1"))))
        .isInstanceOf(StoreException.class);
    Path hostile = Files.createDirectories(folder.resolve("hostile"));
    Manifest manifest =
        new Manifest(1, "m", "1", List.of(new Manifest.Entry(path, 1, Sha256.of(bytes("1")))));
    Files.write(hostile.resolve("manifest.json"), manifest.toJson());
    assertThatThrownBy(() -> cache.fetch(hostile.toString(), manifest.sha256()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("manifest.json names");
    assertThat(folder.resolve("outside")).doesNotExist();
  }

  @Test
  void linksAreNotFollowedIntoTheStore() throws Exception {
    Path bundle = Files.createDirectories(folder.resolve("linked"));
    Path outside = Files.writeString(folder.resolve("outside.txt"), "not to be published");
    Files.writeString(bundle.resolve("a"), "1");
    Path link = Files.createSymbolicLink(bundle.resolve("b"), outside);
    assertThatThrownBy(() -> store.put("m", "1", bundle))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("b is a link");
    Files.delete(link);
    Files.createSymbolicLink(bundle.resolve("c"), folder);
    assertThatThrownBy(() -> store.put("m", "1", bundle)).hasMessageContaining("c is a link");
    assertThat(store.versions("m")).isEmpty();
  }

  @Test
  void limitsAreKept() throws Exception {
    StoredBundle large = store.put("m", "1", Map.of("a", new byte[10_001]));
    assertRefused(large, "has 10001 bytes, allowed are 10000");
    Path hostile = Files.createDirectories(folder.resolve("hostile"));
    String sha = Sha256.of(bytes("1"));
    Manifest overflow =
        new Manifest(
            1,
            "m",
            "1",
            List.of(
                new Manifest.Entry("a", Long.MAX_VALUE, sha),
                new Manifest.Entry("b", Long.MAX_VALUE, sha)));
    Files.write(hostile.resolve("manifest.json"), overflow.toJson());
    assertThatThrownBy(() -> cache.fetch(hostile.toString(), overflow.sha256()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("allowed are 10000");
    Files.write(hostile.resolve("manifest.json"), new byte[Manifest.MAX_BYTES + 1]);
    assertThatThrownBy(() -> cache.fetch(hostile.toString(), sha))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("larger than 1048576 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"format\":1,\"name\":\"m\",\"version\":\"1\"}",
        "{\"format\":1,\"name\":\"m\",\"version\":\"1\",\"files\":null}",
        "{\"format\":1,\"name\":\"m\",\"version\":\"1\",\"files\":[null]}",
        "{\"format\":1,\"name\":\"m\",\"version\":\"1\",\"files\":[{\"path\":\"a\"}]}",
        "{\"format\":2,\"name\":\"m\",\"version\":\"1\",\"files\":[]}",
        "{\"format\":1,\"name\":\"m\",\"version\":\"1\",\"files\":[{\"path\":\"a\",\"size\":1,\"sha256\":\"x\"}]}",
      })
  void manifestsThatAreNoneAreRefused(String json) {
    assertThatThrownBy(() -> Manifest.parse(bytes(json), "here"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("here ");
  }

  @Test
  void namesAndChecksumsThatCannotBeAreRefused() throws Exception {
    Map<String, byte[]> files = Map.of("a", bytes("1"));
    assertThatThrownBy(() -> store.put("../m", "1", files)).hasMessageContaining("model name");
    assertThatThrownBy(() -> store.put("m", "a/b", files)).hasMessageContaining("version 'a/b'");
    assertThatThrownBy(() -> store.put("m", "1", Map.of())).hasMessageContaining("no files");
    assertThatThrownBy(() -> cache.fetch("file:///x", "abc"))
        .hasMessageContaining("must have 64 hexadecimal digits");
    assertThatThrownBy(() -> store.put("m", "1", folder.resolve("absent")))
        .hasMessageContaining("Cannot read the bundle");
    assertThatThrownBy(() -> cache.fetch("nosuch://host/x", "0".repeat(64)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("nosuch");
    assertThatThrownBy(() -> ModelStore.at(" ")).hasMessageContaining("no address");
  }

  private void assertRefused(StoredBundle bundle, String why) {
    assertThatThrownBy(() -> cache.fetch(bundle.uri(), bundle.sha256()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(why);
  }

  private static <T> List<T> run(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
