/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @Test
  void everythingThatKafkaTakesForAPasswordIsSecret() {
    for (ConfigDef definition : List.of(ProducerConfig.configDef(), ConsumerConfig.configDef())) {
      List<String> passwords =
          definition.configKeys().values().stream()
              .filter(key -> key.type == ConfigDef.Type.PASSWORD)
              // The certificates of authorities and one's own chain are for everybody to see.
              .filter(key -> !key.name.contains("certificate"))
              .map(key -> key.name)
              .toList();
      assertThat(passwords).contains("sasl.jaas.config", "ssl.keystore.key");
      assertThat(passwords).allMatch(Secrets::isSecret);
    }
  }

  @Test
  void whatIsNoSecretIsShown() {
    assertThat(
            List.of(
                "security.protocol",
                "sasl.mechanism",
                "ssl.truststore.location",
                "key.serializer",
                "millrace.aggregation.keys",
                "group.id"))
        .noneMatch(Secrets::isSecret);
    assertThat(Secrets.shown("security.protocol", "SASL_SSL")).isEqualTo("SASL_SSL");
  }

  @Test
  void aReferenceIsShownAndAValueIsNot() {
    assertThat(Secrets.shown("ssl.key.password", "${env:WORD}")).isEqualTo("${env:WORD}");
    assertThat(Secrets.shown("ssl.key.password", "hush")).isEqualTo("***");
    assertThat(Secrets.shown("ssl.key.password", "${env:WORD}hush")).isEqualTo("***");
    assertThat(Secrets.shown("ssl.key.password", "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\""
            + " password=\"hush\";",
        "PlainLoginModule required username='u' password='hush' ;",
        "ssl.keystore.password=hush, retries=1",
        "Unmatched arguments from index 4: 'required', 'username=u', 'password=hush;'",
        "{\"token\": \"hush\"}",
        "s3.secret-key: hush",
        "s3.access-key=hush"
      })
  void passwordsAreTakenOutOfTexts(String text) {
    assertThat(Secrets.redact(text)).contains("***").doesNotContain("hush");
  }

  @Test
  void otherTextsStayAsTheyAre() {
    String text = "millrace.bundle.size is '0', less than 1: set it to 1 or more; key=value, x = 3";
    assertThat(Secrets.redact(text)).isEqualTo(text);
  }
}
