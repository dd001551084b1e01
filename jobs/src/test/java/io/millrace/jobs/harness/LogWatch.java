/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.harness;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Reads all that is logged in this process, down to DEBUG, and keeps what holds a secret. */
public final class LogWatch implements AutoCloseable {
  private final Collection<String> secrets;
  private final List<String> found = new CopyOnWriteArrayList<>();
  private final AtomicLong read = new AtomicLong();
  private final LoggerContext context;

  public LogWatch(Collection<String> secrets) {
    this.secrets = List.copyOf(secrets);
    context = (LoggerContext) LogManager.getContext(false);
    Configuration configuration = context.getConfiguration();
    Watching watching = new Watching();
    watching.start();
    for (LoggerConfig logger : configuration.getLoggers().values()) {
      // What is printed stays what it was; the watch sees more.
      logger
          .getAppenders()
          .keySet()
          .forEach(
              name -> {
                logger.removeAppender(name);
                logger.addAppender(configuration.getAppender(name), Level.ERROR, null);
              });
      logger.setLevel(Level.DEBUG);
    }
    configuration.getRootLogger().addAppender(watching, Level.DEBUG, null);
    context.updateLoggers();
  }

  /** Lines that hold a secret. */
  public List<String> found() {
    return found;
  }

  /** How many lines there were. */
  public long read() {
    return read.get();
  }

  @Override
  public void close() {
    context.reconfigure();
  }

  private final class Watching extends AbstractAppender {
    Watching() {
      super(
          "watch",
          null,
          // With the stack traces, whose messages count too.
          PatternLayout.newBuilder().withPattern("%c %m %throwable").build(),
          true,
          Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      String line = getLayout().toSerializable(event).toString();
      read.incrementAndGet();
      if (secrets.stream().anyMatch(line::contains)) {
        found.add(line);
      }
    }
  }
}
