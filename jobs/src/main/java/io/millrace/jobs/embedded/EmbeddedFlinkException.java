/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.embedded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.util.ExceptionUtils;

/** The embedded cluster or a job of it failed. */
public final class EmbeddedFlinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private EmbeddedFlinkException(String message, Throwable cause) {
    super(message, cause);
  }

  static EmbeddedFlinkException of(String message, Throwable cause) {
    Throwable reason = ExceptionUtils.stripCompletionException(cause);
    if (reason instanceof ExecutionException && reason.getCause() != null) {
      reason = reason.getCause();
    }
    String detail = reason instanceof TimeoutException ? "it took too long" : reason.getMessage();
    return new EmbeddedFlinkException(message + ": " + detail, reason);
  }

  static <T> T await(CompletableFuture<T> future, Duration patience, String complaint) {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw of(complaint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw of(complaint, e);
    }
  }
}
