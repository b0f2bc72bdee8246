package dev.cairn.examples.backtest.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of HTML or SVG under construction. All text and every attribute is escaped, so what
 * comes from outside cannot become markup. Not safe for more than one thread.
 */
final class Element implements Node {
  private static final Set<String> VOID = Set.of("meta", "br", "col");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Node> content = new ArrayList<>();

  private Element(String name) {
    this.name = name;
  }

  /** An empty element. */
  static Element of(String name) {
    return new Element(name);
  }

  /** An element with text in it. */
  static Element of(String name, String text) {
    return new Element(name).text(text);
  }

  /** An element of a style class. */
  static Element styled(String name, String styleClass) {
    return new Element(name).with("class", styleClass);
  }

  /** Sets an attribute. */
  Element with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  /** Sets an attribute to a coordinate or length. */
  Element with(String attribute, double value) {
    return with(attribute, Figures.coordinate(value));
  }

  /** Appends text. */
  Element text(String text) {
    content.add(new Text(text));
    return this;
  }

  /** Appends elements. */
  Element add(Element... children) {
    content.addAll(List.of(children));
    return this;
  }

  /** Appends elements. */
  Element add(List<Element> children) {
    content.addAll(children);
    return this;
  }

  /** Appends what SVG shows as a tooltip and reads aloud. */
  Element titled(String title) {
    return add(of("title", title));
  }

  @Override
  public void appendTo(StringBuilder page) {
    page.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          page.append(' ').append(attribute).append("=\"");
          StringBuilder escaped = new StringBuilder();
          Node.escape(value, escaped);
          page.append(escaped.toString().replace("\"", "&quot;")).append('"');
        });
    if (VOID.contains(name)) {
      page.append("/>");
      return;
    }
    page.append('>');
    content.forEach(node -> node.appendTo(page));
    page.append("</").append(name).append('>');
  }

  @Override
  public String toString() {
    StringBuilder page = new StringBuilder();
    appendTo(page);
    return page.toString();
  }
}
