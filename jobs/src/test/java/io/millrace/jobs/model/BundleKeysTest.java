/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.store.ModelStore;
import io.millrace.connectors.store.StoredBundle;
import io.millrace.jobs.config.StreamingMode;
import io.millrace.models.tensor.choice.ComputePath;
import io.millrace.operators.model.Migration;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelLoader.Place;
import io.millrace.operators.model.ServedModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleKeysTest {
  private static final KeyPair TEAM = pair();
  private static final KeyPair STRANGER = pair();
  private static final BundleKeys KEYS =
      BundleKeys.of(Map.of("team", encoded(TEAM), "other", encoded(pair())));

  @TempDir Path folder;

  @BeforeEach
  void copyTheShippedModel() throws Exception {
    ModelBundle shipped = ModelBundle.read("builtin:ecg/1");
    Files.write(folder.resolve(ModelBundle.MANIFEST), shipped.manifest().json());
    Files.write(folder.resolve(shipped.manifest().weights().file()), shipped.onnx());
  }

  @Test
  void aBundleThatIsSignedByAKnownKeyIsRead() throws Exception {
    sign(TEAM);
    assertThat(ModelBundle.read(folder.toString(), KEYS).manifest().id()).isEqualTo("ecg/1");
    KEYS.requireIn(folder, ModelBundle.MANIFEST);
  }

  @Test
  void withoutKeysNobodyHasToSign() {
    assertThat(ModelBundle.read(folder.toString(), BundleKeys.NONE).manifest().id())
        .isEqualTo("ecg/1");
  }

  @Test
  void whatShipsWithMillraceNeedsNoSignature() {
    assertThat(ModelBundle.read("builtin:ecg/1", KEYS).manifest().id()).isEqualTo("ecg/1");
  }

  @Test
  void anUnsignedBundleIsRefused() {
    assertRefused("is not signed, but millrace.model.keys asks for it");
  }

  @Test
  void aForgedSignatureIsRefused() throws Exception {
    sign(STRANGER);
    assertRefused("is of none of the keys other, team");
    Files.writeString(folder.resolve("model.json.sig"), "never a signature!");
    assertRefused("of none of the keys");
    Files.write(folder.resolve("model.json.sig"), new byte[1 << 20]);
    assertRefused("of none of the keys");
  }

  @Test
  void aManifestThatWasChangedAfterSigningIsRefused() throws Exception {
    sign(TEAM);
    Path manifest = folder.resolve(ModelBundle.MANIFEST);
    Files.writeString(manifest, Files.readString(manifest).replace("360", "361"));
    assertRefused("was changed after signing");
  }

  @Test
  void weightsThatWereChangedAfterSigningAreRefusedByTheirChecksum() throws Exception {
    sign(TEAM);
    Path weights = folder.resolve(ModelBundle.read("builtin:ecg/1").manifest().weights().file());
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    assertRefused("has the SHA-256");
  }

  @Test
  void anAnnouncedBundleOfTheStoreMustBeSignedToo() throws Exception {
    BundleLoader asShipped = new BundleLoader(ComputePath.AUTO, StreamingMode.MANIFEST, 0, KEYS);
    BundleLoader loader = InstantiationUtil.clone(asShipped);
    ModelStore store = ModelStore.at(folder.resolve("store").toString());
    Path unsigned = folder.resolve("unsigned");
    copy(unsigned);
    StoredBundle before = store.put("ecg", "unsigned", unsigned);
    assertThatThrownBy(() -> loader.load(announced(before), here()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("is not signed");

    sign(TEAM);
    Path signed = folder.resolve("signed");
    copy(signed);
    StoredBundle after = store.put("ecg", "signed", signed);
    try (ServedModel model = loader.load(announced(after), here())) {
      assertThat(model.version()).isEqualTo("ecg/1");
    }
  }

  @Test
  void keysThatCannotBeReadAreNamedButNotRepeated() {
    String secret = Base64.getEncoder().encodeToString(TEAM.getPrivate().getEncoded());
    assertThatThrownBy(() -> BundleKeys.of(Map.of("team", secret)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("signer 'team'")
        .message()
        .doesNotContain(secret);
  }

  /** The commands of docs/security.md. */
  @Test
  void whatOpensslSignsIsAccepted() throws Exception {
    Path script = folder.resolve("sign.sh");
    Files.writeString(
        script,
        """
        set -e
        cd "$1"
        openssl genpkey -algorithm ed25519 -out key.pem
        openssl pkey -in key.pem -pubout -outform DER | base64 -w0 > key.pub
        openssl pkeyutl -sign -inkey key.pem -rawin -in model.json -out signature
        base64 -w0 signature > model.json.sig
        """);
    Process process =
        new ProcessBuilder("sh", script.toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Assumptions.assumeTrue(process.exitValue() == 0, "no OpenSSL 3 here: " + said);

    BundleKeys keys = BundleKeys.of(Map.of("ci", Files.readString(folder.resolve("key.pub"))));
    assertThat(ModelBundle.read(folder.toString(), keys).manifest().id()).isEqualTo("ecg/1");
  }

  private void copy(Path target) throws Exception {
    Files.createDirectories(target);
    for (String name :
        new String[] {
          "model.json",
          "model.json.sig",
          ModelBundle.read("builtin:ecg/1").manifest().weights().file()
        }) {
      if (Files.exists(folder.resolve(name))) {
        Files.copy(folder.resolve(name), target.resolve(name));
      }
    }
  }

  private static ModelAnnouncement announced(StoredBundle bundle) {
    return new ModelAnnouncement("ecg", "1", bundle.uri(), bundle.sha256(), 0, Migration.RESET);
  }

  private static Place here() {
    return new Place(OptionalInt.empty(), 0);
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> ModelBundle.read(folder.toString(), KEYS))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(why);
  }

  private void sign(KeyPair pair) throws Exception {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(Files.readAllBytes(folder.resolve(ModelBundle.MANIFEST)));
    Files.writeString(
        folder.resolve("model.json.sig"), Base64.getEncoder().encodeToString(signature.sign()));
  }

  private static String encoded(KeyPair pair) {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
