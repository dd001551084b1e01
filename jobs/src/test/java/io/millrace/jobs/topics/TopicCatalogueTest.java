/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {
  private final TopicCatalogue catalogue = TopicCatalogue.of(JobConfiguration.defaults());

  @Test
  void holdsEveryTopicOfMillraceOnce() {
    assertThat(catalogue.byRole().values()).containsExactlyInAnyOrderElementsOf(Topics.all());
  }

  @Test
  void theConfigurationNamesTheTopics() {
    TopicCatalogue renamed =
        TopicCatalogue.of(
            JobConfiguration.defaults().with(TopicOptions.PREDICTIONS, "ward.predictions"));

    Topic predictions = renamed.byRole().get("predictions");
    assertThat(predictions.name()).isEqualTo("ward.predictions");
    assertThat(predictions.settings()).isEqualTo(Topics.SIGNAL_PREDICTIONS.settings());
    assertThat(renamed.name("predictions")).isEqualTo("ward.predictions");
    assertThat(renamed.name("something.else")).isEqualTo("something.else");
  }

  @Test
  void partitionsAndRetentionAreOverriddenByRole() {
    Map<String, Topic> topics =
        catalogue
            .withPartitions(Map.of("signals", 32))
            .withRetention(Map.of("late", Duration.ofHours(1)))
            .byRole();

    assertThat(topics.get("signals").partitions()).isEqualTo(32);
    assertThat(topics.get("late").retention()).isEqualTo(Duration.ofHours(1));
    assertThat(topics.get("models")).isEqualTo(Topics.MODELS);
  }

  @Test
  void anUnknownRoleIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> catalogue.withPartitions(Map.of("frames", 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'frames'")
        .hasMessageContaining("signals, predictions, late, dead-letters, models");
  }

  @Test
  void someArePickedByRoleOrByName() {
    assertThat(catalogue.only(List.of("late", Topics.MODELS.name())).byRole())
        .containsOnlyKeys("late", "models");
    assertThat(catalogue.only(List.of()).byRole()).hasSize(Topics.all().size());
    assertThatThrownBy(() -> catalogue.only(List.of("nothing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("signals (" + Topics.SIGNAL_FRAMES.name() + ")");
  }
}
