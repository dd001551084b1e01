/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.jobs.run.ClusterCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The container files say the same as the pom and the chart. No image is built here. */
class ImageTest {
  private static final Path IMAGES = Path.of("images");

  private static String read(String name) throws IOException {
    return Files.readString(IMAGES.resolve(name));
  }

  @Test
  void theImageHasTheVersionsOfThePom() throws IOException {
    String file = read("Dockerfile");

    assertThat(file)
        .contains("ARG FLINK_VERSION=" + Pom.property("flink.version") + "\n")
        .contains("PYTORCH_VERSION=" + Pom.property("pytorch.version") + " ")
        .contains("-shared-with-deps-" + Pom.property("pytorch.version") + "%2Bcu128.zip");
  }

  @Test
  void bothImagesTellDjlWhereTheNativeLibrariesLie() throws IOException {
    String file = read("Dockerfile");

    assertThat(file).contains("PYTORCH_LIBRARY_PATH=/opt/libtorch/lib");
    assertThat(file.substring(file.indexOf("AS cpu"), file.indexOf("AS libtorch")))
        .contains("/image/libtorch/ /opt/libtorch/lib/")
        .contains("PYTORCH_FLAVOR=cpu");
    assertThat(file.substring(file.indexOf("AS gpu")))
        .contains("/tmp/libtorch/lib/ /opt/libtorch/lib/")
        .contains("PYTORCH_FLAVOR=cu128");
  }

  @Test
  void theJobsLieWhereTheChartLooksForThemAndNowhereElse() throws Exception {
    JsonNode job = Chart.render(Values.fixture("small")).job("streaming-cnn");

    assertThat(job.at("/spec/job/jarURI").asText())
        .isEqualTo("local:///opt/flink/usrlib/millrace-jobs.jar");
    assertThat(read("assemble.sh"))
        .contains("\"$image/usrlib/millrace-jobs.jar\"")
        .contains("*/millrace-jobs-*.jar) continue");
    assertThat(read("Dockerfile")).contains("/image/usrlib/ /opt/flink/usrlib/");
    assertThat(ClusterCommand.class.getMethod("main", String[].class)).isNotNull();
  }

  @Test
  void imagesRunAsTheUserThatTheChartAsksFor() throws IOException {
    String file = read("Dockerfile");
    for (String target : new String[] {"cpu", "gpu"}) {
      String stage = file.substring(file.indexOf("AS " + target + "\n"));
      assertThat(stage).contains("\nUSER flink");
    }
  }

  @Test
  void nothingIsDownloadedUnchecked() throws IOException {
    assertThat(read("Dockerfile"))
        .containsSubsequence("curl -fsSLo", "sha256sum --check --strict")
        .doesNotContain("http://");
  }
}
