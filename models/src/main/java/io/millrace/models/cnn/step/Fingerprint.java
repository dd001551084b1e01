/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Value;
import io.millrace.models.cnn.plan.StreamingPlan;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A digest of all that a stream's history depends on: weights, layers, timeline and layout. Two
 * models of one fingerprint can continue each other's states.
 */
final class Fingerprint {
  private final MessageDigest digest;

  private Fingerprint() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static long of(StreamingPlan plan) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(plan.mode().label());
    fingerprint.add(plan.timeline().toString());
    fingerprint.add(plan.tracks().toString());
    fingerprint.add(plan.frontiers().toString());
    for (Layer layer : plan.network().layers()) {
      fingerprint.add(layer.op().getClass().getSimpleName() + layer.inputs() + layer.output());
      fingerprint.addRecord(layer.op());
    }
    for (Value value : plan.network().values()) {
      if (value.isConstant()) {
        fingerprint.addFloats(value.constant());
      }
    }
    return ByteBuffer.wrap(fingerprint.digest.digest()).getLong();
  }

  private void addRecord(Object op) {
    for (RecordComponent component : op.getClass().getRecordComponents()) {
      Object value;
      try {
        component.getAccessor().setAccessible(true);
        value = component.getAccessor().invoke(op);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component + " of a layer", e);
      }
      if (value instanceof float[] floats) {
        addFloats(floats);
      } else {
        add(String.valueOf(value));
      }
    }
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private void addFloats(float[] floats) {
    ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES);
    bytes.asFloatBuffer().put(floats);
    digest.update(bytes);
  }
}
