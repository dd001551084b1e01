/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The fingerprints are of ARFF files that MOA 2024.07.0 wrote (WriteStreamToARFFFile), so these
 * tests say that the same seeds give the same instances there and here.
 */
class PeerInstancesTest {
  private static final int INSTANCES = 20_000;

  private static final Map<String, InstanceStream> STREAMS =
      Map.of(
          "SEAGenerator -f 4 -n 10 -i 7", new Sea(4, 10, 7),
          "LEDGeneratorDrift -d 5 -n 10 -i 7", new Led(5, 10, 7),
          "RandomRBFGeneratorDrift -s 0.001 -k 50 -r 7 -i 9",
              new RadialBasis(new RadialBasis.Settings(2, 10, 50, 50, 0.001, 7, 9)),
          "RandomRBFGenerator -r 3 -i 4 -c 5",
              new RadialBasis(new RadialBasis.Settings(5, 10, 50, 0, 0, 3, 4)),
          "HyperplaneGenerator -k 3 -t 0.01 -i 7",
              new Hyperplane(new Hyperplane.Settings(10, 3, 0.01, 10, 5, 7)),
          "RandomTreeGenerator -r 7 -i 9",
              new RandomTree(new RandomTree.Settings(2, 5, 5, 5, 5, 3, 0.15, 7, 9)),
          "RandomTreeGenerator -r 7 -i 9 -o 15 -u 15",
              new RandomTree(new RandomTree.Settings(2, 15, 15, 5, 5, 3, 0.15, 7, 9)));

  @ParameterizedTest
  @CsvSource({
    "SEAGenerator -f 4 -n 10 -i 7, -1035146111390941434",
    "LEDGeneratorDrift -d 5 -n 10 -i 7, 4825560551645804565",
    "RandomRBFGeneratorDrift -s 0.001 -k 50 -r 7 -i 9, 7728601066394012586",
    "RandomRBFGenerator -r 3 -i 4 -c 5, -246191493115289944",
    "HyperplaneGenerator -k 3 -t 0.01 -i 7, -336256787449156910",
    "RandomTreeGenerator -r 7 -i 9, 3494022172761883176",
    "RandomTreeGenerator -r 7 -i 9 -o 15 -u 15, 7376712022000524398"
  })
  void generatorsDrawTheSameInstances(String peer, long fingerprint) {
    assertThat(Fingerprint.of(STREAMS.get(peer), INSTANCES)).isEqualTo(fingerprint);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2551668458694895519",
    "2, 2626804729651181821",
    "3, -1481295567119980469",
    "4, -8278355764154469281",
    "5, -8787329375030059623",
    "6, -1494486637194500783",
    "7, 2089207424508284276",
    "8, -7227338163088764220",
    "9, 7514505654113380460",
    "10, -7536505811023674801"
  })
  void everyLoanRuleJudgesTheSame(int function, long fingerprint) {
    assertThat(Fingerprint.of(new Agrawal(function, 0.05, function), INSTANCES))
        .isEqualTo(fingerprint);
  }

  @Test
  void threeGradualDriftsMixTheSame() {
    assertThat(Fingerprint.of(Benchmark.SEA_GRADUAL.open(42), 1_000_000))
        .isEqualTo(-4992036170974907845L);
  }

  @Test
  void threeAbruptDriftsMixTheSame() {
    assertThat(Fingerprint.of(Benchmark.LED_ABRUPT.open(42), 1_000_000))
        .isEqualTo(820860388340874116L);
  }

  @Test
  void firstApplicantIsTheOneThatTheGeneratorOfThePeerWrote() {
    Agrawal stream = new Agrawal(1, 0.05, 1);
    Instance first = stream.schema().newInstance();
    stream.next(first);
    assertThat(first.x)
        .containsExactly(110499.7354088676, 0, 54, 3, 14, 4, 135000, 30, 354724.1825300054);
    assertThat(first.label).isEqualTo(1);
  }
}
