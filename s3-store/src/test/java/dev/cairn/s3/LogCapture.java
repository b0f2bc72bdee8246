package dev.cairn.s3;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Everything that this JVM logs at any level, the HTTP client's bytes included. */
final class LogCapture extends AbstractAppender implements AutoCloseable {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final LoggerContext context = LoggerContext.getContext(false);
  private final Map<String, Appender> others =
      Map.copyOf(context.getConfiguration().getRootLogger().getAppenders());
  private final Level before = LogManager.getRootLogger().getLevel();

  LogCapture() {
    super("capture", null, null, true, Property.EMPTY_ARRAY);
    start();
    // nobody wants to read all that on the console
    others.keySet().forEach(context.getConfiguration().getRootLogger()::removeAppender);
    context.getConfiguration().getRootLogger().addAppender(this, Level.ALL, null);
    Configurator.setRootLevel(Level.ALL);
  }

  @Override
  public void append(LogEvent event) {
    lines.add(event.getMessage().getFormattedMessage() + " " + event.getThrown());
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    Configurator.setRootLevel(before);
    context.getConfiguration().getRootLogger().removeAppender(getName());
    others
        .values()
        .forEach(
            other -> context.getConfiguration().getRootLogger().addAppender(other, null, null));
    stop();
  }
}
