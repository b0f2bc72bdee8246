package dev.cairn.examples.backtest.report;

/** A part of a page: an element or text. */
sealed interface Node permits Element, Node.Text {
  /** Appends the node as markup that is both HTML and well-formed XML. */
  void appendTo(StringBuilder page);

  /** Text that is escaped when it is written. */
  record Text(String text) implements Node {
    @Override
    public void appendTo(StringBuilder page) {
      escape(text, page);
    }
  }

  /**
   * Appends text so that no character of it is markup. Quotes stay as they are: a style sheet
   * within a page needs them.
   */
  static void escape(String text, StringBuilder page) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> page.append("&amp;");
        case '<' -> page.append("&lt;");
        case '>' -> page.append("&gt;");
        case '\t', '\n' -> page.append(c);
        // control characters and lone surrogates are in no XML, however they are written
        default -> page.append(c < ' ' || Character.isSurrogate(c) ? '\uFFFD' : c);
      }
    }
  }
}
