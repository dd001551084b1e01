/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.stream;

import io.millrace.models.drift.learner.Attributes;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the instances of a stream look like.
 *
 * @param name of the stream
 * @param attributes in the order of an instance's values, at least one, no name twice
 * @param classes names of the labels 0, 1, 2, ... known so far; a stream may meet more
 */
public record StreamSchema(String name, List<Attribute> attributes, List<String> classes) {
  public StreamSchema {
    attributes = List.copyOf(attributes);
    classes = List.copyOf(classes);
    if (attributes.isEmpty()) {
      throw new IllegalArgumentException(
          "stream '" + name + "' has no attribute: it needs at least one besides its class");
    }
    Set<String> names = new HashSet<>();
    for (Attribute attribute : attributes) {
      if (!names.add(attribute.name())) {
        throw new IllegalArgumentException(
            "stream '" + name + "' has two attributes '" + attribute.name() + "': rename one");
      }
    }
  }

  /** What a learner has to know of it. */
  public Attributes learnerAttributes() {
    BitSet nominal = new BitSet();
    for (int i = 0; i < attributes.size(); i++) {
      nominal.set(i, attributes.get(i) instanceof Attribute.Nominal);
    }
    return Attributes.of(attributes.size(), nominal);
  }

  /** An instance that a stream of this schema can fill. */
  public Instance newInstance() {
    return new Instance(attributes.size());
  }
}
