/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import io.millrace.dashboard.ring.Recent;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.schemas.ModelReference;
import java.util.Optional;

/**
 * The cards of the networks that serve: of those that come with Millrace, and of those that were
 * announced and lie where this machine can read them. Thread-safe.
 */
public final class ModelCards {
  private static final int MODELS = 64;

  private final Recent<String, Entry> cards = new Recent<>(MODELS, Entry::new);

  private static final class Entry {
    private String uri;
    private Optional<ModelCard> card;

    Entry(String id) {
      uri = ModelBundle.BUILTIN + id;
    }
  }

  /** Learns where a model lies. */
  public synchronized void announced(ModelReference reference) {
    if (reference.getTask().equals(ModelManifest.STREAMING_CNN)) {
      Entry entry = cards.touch(reference.getModel() + '/' + reference.getVersion());
      entry.uri = reference.getUri();
      // A remote store may take its time, and nobody is to wait for it.
      entry.card = isNear(entry.uri) ? null : Optional.empty();
    }
  }

  private static boolean isNear(String uri) {
    return uri.startsWith(ModelBundle.BUILTIN) || uri.startsWith("file:") || uri.startsWith("/");
  }

  /**
   * The card of a model.
   *
   * @param id as predictions carry it
   */
  synchronized Optional<ModelCard> card(String id) {
    Entry entry = cards.touch(id);
    if (entry.card == null) {
      entry.card = ModelCard.read(entry.uri);
    }
    return entry.card;
  }
}
