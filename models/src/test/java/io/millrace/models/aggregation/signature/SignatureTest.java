/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static UpdatePart part(String worker, long examples, byte value) {
    ModelShape shape = new ModelShape(List.of(TensorShape.of("w", 2, 1), TensorShape.of("b", 1)));
    Contribution contribution =
        new Contribution(worker, "u1", 3, examples, 5, 0.1, 70, Payload.DELTA);
    UpdateHeader header = new UpdateHeader("net", "east", contribution, -1, 1234, shape, false);
    Chunk chunk = Chunk.sealed(0, 0, 2, (byte) 1, new byte[] {0, 0, value, 63, 0, 0, 0, 0});
    return new UpdatePart(header, List.of(chunk), null);
  }

  private static KeyPair pair() throws Exception {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  private static String encoded(KeyPair pair) {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  @Test
  void whatAWorkerSignedIsItsOwn() throws Exception {
    KeyPair pair = pair();
    Verifier verifier = Verifier.of(Map.of("ann", encoded(pair)));
    UpdatePart signed = new Signer(pair.getPrivate()).sign(part("ann", 10, (byte) 1));
    assertThat(verifier.fault(signed)).isEmpty();
  }

  @Test
  void whateverWasChangedGivesItselfAway() throws Exception {
    KeyPair pair = pair();
    Verifier verifier = Verifier.of(Map.of("ann", encoded(pair), "bob", encoded(pair())));
    byte[] signature = new Signer(pair.getPrivate()).sign(part("ann", 10, (byte) 1)).signature();
    for (UpdatePart forged :
        List.of(part("ann", 11, (byte) 1), part("ann", 10, (byte) 2), part("bob", 10, (byte) 1))) {
      UpdatePart part = new UpdatePart(forged.header(), forged.chunks(), signature);
      assertThat(verifier.fault(part))
          .isEqualTo(
              "the signature is not that of worker '"
                  + forged.header().contribution().worker()
                  + "'");
    }
    assertThat(
            verifier.fault(
                new UpdatePart(part("ann", 10, (byte) 1).header(), List.of(), signature)))
        .contains("'ann'");
  }

  @Test
  void nobodyIsBelievedWithoutAKeyOrASignature() throws Exception {
    Verifier verifier = Verifier.of(Map.of("ann", encoded(pair())));
    assertThat(verifier.fault(part("eve", 1, (byte) 0))).contains("'eve' has no public key");
    assertThat(verifier.fault(part("ann", 1, (byte) 0))).contains("'ann' is not signed");
    UpdatePart part = part("ann", 1, (byte) 0);
    assertThat(verifier.fault(new UpdatePart(part.header(), part.chunks(), new byte[3])))
        .contains("not that of worker 'ann'");
  }

  @Test
  void aKeyThatIsNoneIsRefusedWithItsWorker() {
    assertThatThrownBy(() -> Verifier.of(Map.of("ann", "!")))
        .hasMessageContaining("worker 'ann'")
        .hasMessageContaining("X.509");
  }

  /** Clients in other languages lay the same bytes out: see docs/examples/publish_update.py. */
  @Test
  void theBytesThatAreSignedNeverChange() throws Exception {
    byte[] bytes = SignedBytes.of(part("ann", 10, (byte) 1));
    assertThat(bytes).hasSize(260);
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
        .isEqualTo("fe23b932c42670cb734699be0a553fed345f1db66a0e0e01a640baddaeb59850");
  }
}
