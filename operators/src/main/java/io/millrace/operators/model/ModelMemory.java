/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Keeps in broadcast state which model serves and which one is wanted, and opens the {@link
 * ModelDesk} with them. What is in the state wins over the configuration: a restored job goes on
 * with the model of its checkpoint.
 */
public final class ModelMemory implements AutoCloseable {
  private static final String STATE = "models";
  private static final String SERVING = "serving";
  private static final String WANTED = "wanted";

  private final BroadcastState<String, Serving> kept;
  private ExecutorService thread;
  private ModelDesk desk;

  public ModelMemory(OperatorStateStore store) throws Exception {
    kept =
        store.getBroadcastState(
            new MapStateDescriptor<>(STATE, Types.STRING, ServingSerializer.TYPE));
  }

  /**
   * Loads the model of the checkpoint, or the initial one where there is none, and resumes loading
   * the wanted one.
   *
   * @throws IllegalStateException when the first of these cannot be loaded
   */
  public ModelDesk openDesk(
      ModelAnnouncement initial,
      ModelLoader loader,
      ModelLoader.Place place,
      MailboxExecutor mailbox,
      ModelDesk.Owner owner)
      throws Exception {
    ClassLoader classes = Thread.currentThread().getContextClassLoader();
    thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread loading = new Thread(work, "millrace-model-loader-" + place.subtask());
              loading.setDaemon(true);
              loading.setContextClassLoader(classes);
              return loading;
            });
    desk =
        new ModelDesk(
            loader, place, thread, action -> mailbox.execute(action::run, "model loaded"), owner);
    Serving serving = kept.get(SERVING);
    desk.open(serving == null ? Serving.first(initial) : serving);
    Serving wanted = kept.get(WANTED);
    if (wanted != null) {
      desk.announce(wanted.announcement());
    }
    return desk;
  }

  /** Puts what the desk has into the state, before a snapshot. */
  public void save() throws Exception {
    kept.put(SERVING, desk.serving());
    if (desk.wanted() == null) {
      kept.remove(WANTED);
    } else {
      kept.put(WANTED, Serving.first(desk.wanted()));
    }
  }

  @Override
  public void close() {
    if (desk != null) {
      desk.close();
    }
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
