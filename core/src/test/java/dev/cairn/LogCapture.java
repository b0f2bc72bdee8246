package dev.cairn;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What Cairn logs at any level, from when this is made until it is closed. */
final class LogCapture extends AbstractAppender implements AutoCloseable {
  private static final String CAIRN = "dev.cairn";

  private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
  private final LoggerContext context = LoggerContext.getContext(false);

  /**
   * A line.
   *
   * @param level of it
   * @param text without the stack trace
   */
  record Line(Level level, String text) {}

  LogCapture() {
    super("capture", null, null, true, Property.EMPTY_ARRAY);
    start();
    Configuration configuration = context.getConfiguration();
    var logger = new LoggerConfig(CAIRN, Level.ALL, false);
    logger.addAppender(this, Level.ALL, null);
    configuration.addLogger(CAIRN, logger);
    context.updateLoggers();
  }

  @Override
  public void append(LogEvent event) {
    lines.add(new Line(event.getLevel(), event.getMessage().getFormattedMessage()));
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    context.getConfiguration().removeLogger(CAIRN);
    context.updateLoggers();
    stop();
  }
}
