/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the model that serves and brings in the one that was announced last. All methods belong to
 * the task's thread; only the loading itself runs elsewhere.
 *
 * <p>One bundle loads at a time. When several are announced meanwhile, the last one counts; a
 * bundle that nobody wants any more when it is ready is closed unused.
 */
public final class ModelDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelDesk.class);

  /** What the owner does around a swap. */
  public interface Owner {
    /** Finishes all work with the model that serves. */
    void beforeSwap() throws Exception;

    /** Takes up the new model. The old one is closed afterwards. */
    void swapped(ServedModel model) throws Exception;

    void report(ModelAnnouncement announcement, ModelReport.Outcome outcome, String message);
  }

  /** Hands something over to the task's thread; may refuse when the task ends. */
  public interface Handover {
    void execute(Action action);

    /** What is handed over. */
    interface Action {
      void run() throws Exception;
    }
  }

  private final ModelLoader loader;
  private final ModelLoader.Place place;
  private final Executor background;
  private final Handover handover;
  private final Owner owner;
  private Serving serving;
  private ServedModel model;
  private ModelAnnouncement wanted;
  private boolean loading;
  private volatile boolean closed;
  private final AtomicReference<ServedModel> arrived = new AtomicReference<>();

  /**
   * @param background one thread that may block
   * @param handover to the task's thread
   */
  public ModelDesk(
      ModelLoader loader,
      ModelLoader.Place place,
      Executor background,
      Handover handover,
      Owner owner) {
    this.loader = loader;
    this.place = place;
    this.background = background;
    this.handover = handover;
    this.owner = owner;
  }

  /**
   * Loads the first model in the caller's thread.
   *
   * @throws IllegalStateException naming the model when it cannot be loaded
   */
  public void open(Serving first) throws Exception {
    try {
      model = loader.load(first.announcement(), place);
    } catch (Exception e) {
      throw new IllegalStateException(
          "model '"
              + first.announcement().model()
              + "' version "
              + first.announcement().version()
              + " at "
              + first.announcement().uri()
              + " cannot be loaded: "
              + e.getMessage()
              + ". Put the bundle back, the task cannot start without it",
          e);
    }
    serving = first.loaded(model);
    owner.swapped(model);
    LOG.info("model version {} serves from the start", first.announcement().version());
  }

  /** The model that serves. */
  public ServedModel model() {
    return model;
  }

  /** What to keep of it across restarts. */
  public Serving serving() {
    return serving;
  }

  /** What was announced and does not serve yet, or null. */
  public ModelAnnouncement wanted() {
    return wanted;
  }

  /** Whether a bundle is being loaded. */
  public boolean loading() {
    return loading;
  }

  /** Heeds an announcement of this model; others, and repetitions, change nothing. */
  public void announce(ModelAnnouncement announcement) {
    if (!announcement.model().equals(serving.announcement().model())) {
      return;
    }
    if (announcement.sameBundle(serving.announcement())) {
      wanted = null;
      return;
    }
    if (wanted != null && announcement.sameBundle(wanted)) {
      return;
    }
    wanted = announcement;
    if (!loading) {
      load(announcement);
    }
  }

  private void load(ModelAnnouncement announcement) {
    loading = true;
    background.execute(
        () -> {
          ServedModel loaded = null;
          Throwable failure = null;
          try {
            loaded = loader.load(announcement, place);
          } catch (Exception | LinkageError | OutOfMemoryError e) {
            failure = e;
          }
          hand(announcement, loaded, failure);
        });
  }

  private void hand(ModelAnnouncement announcement, ServedModel loaded, Throwable failure) {
    try {
      arrived.set(loaded);
      handover.execute(() -> loaded(announcement, failure));
    } catch (RejectedExecutionException e) {
      LOG.debug("task ended while version {} was loading", announcement.version(), e);
      closeArrived();
    }
    if (closed) {
      closeArrived();
    }
  }

  private void loaded(ModelAnnouncement announcement, Throwable failure) throws Exception {
    loading = false;
    if (closed || wanted == null || !announcement.sameBundle(wanted)) {
      closeArrived();
      if (!closed && wanted != null) {
        load(wanted);
      }
      return;
    }
    wanted = null;
    if (failure != null) {
      LOG.warn("model version {} cannot be loaded", announcement.version(), failure);
      owner.report(
          announcement,
          ModelReport.Outcome.FAILED,
          "version "
              + announcement.version()
              + " at "
              + announcement.uri()
              + " cannot be loaded: "
              + failure.getMessage()
              + "; version "
              + serving.announcement().version()
              + " goes on serving");
      return;
    }
    swap(announcement, arrived.getAndSet(null));
  }

  /** Closes a model that was loaded and is not wanted; whoever takes it first does. */
  private void closeArrived() {
    ServedModel unused = arrived.getAndSet(null);
    if (unused != null) {
      unused.close();
    }
  }

  private void swap(ModelAnnouncement announcement, ServedModel next) throws Exception {
    owner.beforeSwap();
    ServedModel old = model;
    boolean same = old.cnn().fingerprint() == next.cnn().fingerprint();
    boolean kept = announcement.migration() == Migration.KEEP && sameLayout(old, next);
    String memories;
    if (same) {
      serving = serving.announcedBy(announcement);
      memories = "streams go on";
    } else if (kept) {
      serving = serving.keptBy(announcement, old.cnn().fingerprint());
      memories = "streams go on with the memories of the version before";
    } else {
      serving = Serving.first(announcement);
      memories =
          announcement.migration() == Migration.KEEP
              ? "migration 'keep' is not possible, the memories differ in layout: streams warm up"
              : "streams warm up";
    }
    model = next;
    owner.swapped(next);
    old.close();
    owner.report(announcement, ModelReport.Outcome.SERVING, memories);
  }

  private static boolean sameLayout(ServedModel old, ServedModel next) {
    return old.cnn().timeline().equals(next.cnn().timeline())
        && old.cnn().channels() == next.cnn().channels()
        && old.cnn().stateBytes() == next.cnn().stateBytes();
  }

  /** Closes the model that serves; one that is still loading is closed when it is ready. */
  @Override
  public void close() {
    closed = true;
    wanted = null;
    closeArrived();
    if (model != null) {
      model.close();
      model = null;
    }
  }
}
