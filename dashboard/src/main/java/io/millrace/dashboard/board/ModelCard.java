/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import io.millrace.jobs.model.BundleException;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a network that serves signals.
 *
 * @param id name and version, as predictions carry it
 * @param window samples that it sees
 * @param hop samples between two predictions
 * @param targetStart samples from the first one that a prediction speaks of to the window's end
 * @param targetLength samples that a prediction speaks of
 * @param labels of its outputs
 * @param alarmLabels those that call for attention
 * @param unit of the samples
 * @param saved share of the samples' work that full windows would repeat and streaming does not
 */
public record ModelCard(
    String id,
    int window,
    int hop,
    int targetStart,
    int targetLength,
    List<String> labels,
    List<String> alarmLabels,
    String unit,
    double saved) {

  static ModelCard of(ModelManifest manifest) {
    ModelManifest.Target target = manifest.target();
    return new ModelCard(
        manifest.id(),
        manifest.window(),
        manifest.hop(),
        target == null ? manifest.hop() : target.startBeforeEnd(),
        target == null ? manifest.hop() : target.length(),
        manifest.labels(),
        manifest.alarmLabels(),
        manifest.input().unit(),
        1 - (double) manifest.hop() / manifest.window());
  }

  /**
   * The card of a bundle.
   *
   * @return nothing where this machine cannot read it
   */
  static Optional<ModelCard> read(String uri) {
    try {
      return Optional.of(of(ModelBundle.read(uri).manifest()));
    } catch (BundleException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
