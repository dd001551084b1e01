/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.cnn.Timeline;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelLoader;
import io.millrace.operators.model.ServedModel;
import java.util.concurrent.atomic.AtomicBoolean;

/** A loader whose networks fail once when armed, in the middle of a bundle. */
final class FailingOnce implements ModelLoader {
  private static final long serialVersionUID = 1L;

  // Static: the loader is copied into the tasks, which live in this process too.
  private static final AtomicBoolean ARMED = new AtomicBoolean();
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  private final ModelLoader loader;

  private FailingOnce(ModelLoader loader) {
    this.loader = loader;
  }

  static FailingOnce around(ModelLoader loader) {
    ARMED.set(false);
    FAILED.set(false);
    return new FailingOnce(loader);
  }

  void arm() {
    ARMED.set(true);
  }

  boolean failed() {
    return FAILED.get();
  }

  @Override
  public ServedModel load(ModelAnnouncement announcement, Place place) throws Exception {
    ServedModel model = loader.load(announcement, place);
    return new ServedModel(
        model.version(),
        new Network(model.cnn()),
        model.input(),
        model.labels(),
        model.samplingRate());
  }

  private record Network(StreamingCnn cnn) implements StreamingCnn {
    @Override
    public Timeline timeline() {
      return cnn.timeline();
    }

    @Override
    public int channels() {
      return cnn.channels();
    }

    @Override
    public int outputSize() {
      return cnn.outputSize();
    }

    @Override
    public long fingerprint() {
      return cnn.fingerprint();
    }

    @Override
    public int stateBytes() {
      return cnn.stateBytes();
    }

    @Override
    public CnnState newState() {
      return cnn.newState();
    }

    @Override
    public Session session() {
      return new FailingSession(cnn.session());
    }

    @Override
    public void close() {
      cnn.close();
    }
  }

  private record FailingSession(StreamingCnn.Session session) implements StreamingCnn.Session {
    @Override
    public void advance(CnnState[] states, float[][] chunks, int batch) {
      session.advance(states, chunks, batch);
      if (ARMED.compareAndSet(true, false)) {
        FAILED.set(true);
        throw new IllegalStateException("injected failure");
      }
    }

    @Override
    public void predict(CnnState[] states, float[][] outputs, int batch) {
      session.predict(states, outputs, batch);
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
