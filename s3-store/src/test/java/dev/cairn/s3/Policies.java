package dev.cairn.s3;

import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * The policies of docs/policies as Amazon evaluates them: denied when a statement denies, else
 * allowed when one allows. Knows the conditions that they use and refuses others. Used as the rule
 * of a proxy.
 */
final class Policies {
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

  private final List<Statement> statements = new ArrayList<>();
  private final List<String> denied = new CopyOnWriteArrayList<>();
  private final String bucket;

  /**
   * What a request asks for.
   *
   * @param context the condition keys that it has
   */
  private record Question(String action, String resource, Map<String, String> context) {}

  /** One rule of a policy. */
  private record Statement(
      String effect, List<String> actions, List<String> resources, List<Condition> conditions) {
    static Statement of(JsonNode statement) {
      List<Condition> conditions = new ArrayList<>();
      statement
          .field("Condition")
          .ifPresent(
              all ->
                  all.asObject()
                      .forEach(
                          (operator, keys) ->
                              keys.asObject()
                                  .forEach(
                                      (key, value) ->
                                          conditions.add(
                                              new Condition(operator, key, value.asString())))));
      return new Statement(
          statement.field("Effect").orElseThrow().asString(),
          texts(statement.field("Action").orElseThrow()),
          texts(statement.field("Resource").orElseThrow()),
          conditions);
    }

    private static List<String> texts(JsonNode one) {
      return one.isArray()
          ? one.asArray().stream().map(JsonNode::asString).toList()
          : List.of(one.asString());
    }
  }

  /** What must hold for a rule to count. */
  private record Condition(String operator, String key, String value) {}

  /** The policies of these names, for the place of a store. */
  Policies(S3Location location, String... names) {
    this.bucket = location.bucket();
    String prefix = location.root().value().replaceAll("/$", "");
    for (String name : names) {
      String policy = text(Path.of("..", "docs", "policies", name + ".json"));
      JsonNode.parser()
          .parse(policy.replace("BUCKET", bucket).replace("PREFIX", prefix))
          .field("Statement")
          .orElseThrow()
          .asArray()
          .forEach(statement -> statements.add(Statement.of(statement)));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was denied so far, action and resource. */
  List<String> denied() {
    return List.copyOf(denied);
  }

  /** Denies what the policies do not allow. */
  Fault judge(FaultyProxy.Sent request) {
    for (Question question : questions(request)) {
      if (!allows(question)) {
        denied.add(question.action() + " " + question.resource());
        return Fault.Answered.error(403, "AccessDenied");
      }
    }
    return new Fault.None();
  }

  private List<Question> questions(FaultyProxy.Sent request) {
    URI target = URI.create(request.target());
    String path = URLDecoder.decode(target.getRawPath(), StandardCharsets.UTF_8);
    String key = path.substring(Math.min(path.length(), bucket.length() + 2));
    String ofBucket = "arn:aws:s3:::" + bucket;
    Map<String, String> context = new HashMap<>(Map.of("aws:SecureTransport", "true"));
    Optional.ofNullable(request.headers().get("if-none-match"))
        .ifPresent(value -> context.put("s3:if-none-match", value));
    if (key.isEmpty() && request.method().equals("POST")) {
      Matcher keys = KEY.matcher(request.form());
      return keys.results()
          .map(one -> new Question("s3:DeleteObject", ofBucket + "/" + one.group(1), context))
          .toList();
    }
    if (key.isEmpty()) {
      Optional.ofNullable(target.getRawQuery()).stream()
          .flatMap(query -> Pattern.compile("&").splitAsStream(query))
          .filter(parameter -> parameter.startsWith("prefix="))
          .forEach(
              parameter ->
                  context.put(
                      "s3:prefix",
                      URLDecoder.decode(
                          parameter.substring("prefix=".length()), StandardCharsets.UTF_8)));
      return List.of(new Question("s3:ListBucket", ofBucket, context));
    }
    String action = request.method().equals("PUT") ? "s3:PutObject" : "s3:GetObject";
    return List.of(new Question(action, ofBucket + "/" + key, context));
  }

  private boolean allows(Question question) {
    List<String> effects =
        statements.stream()
            .filter(statement -> concerns(statement, question))
            .map(Statement::effect)
            .toList();
    return effects.contains("Allow") && !effects.contains("Deny");
  }

  private static boolean concerns(Statement statement, Question question) {
    return statement.actions().stream().anyMatch(one -> like(one, question.action()))
        && statement.resources().stream().anyMatch(one -> like(one, question.resource()))
        && statement.conditions().stream().allMatch(one -> holds(one, question.context()));
  }

  private static boolean holds(Condition condition, Map<String, String> context) {
    Optional<String> there = Optional.ofNullable(context.get(condition.key()));
    String operator = condition.operator();
    String value = condition.value();
    if (operator.equals("Null")) {
      return there.isEmpty() == Boolean.parseBoolean(value);
    }
    if (operator.equals("Bool")) {
      return there.filter(value::equals).isPresent();
    }
    if (operator.equals("StringLikeIfExists")) {
      return there.isEmpty() || like(value, there.get());
    }
    throw new AssertionError("No test knows the condition " + operator);
  }

  private static boolean like(String pattern, String text) {
    String expression = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    return Pattern.compile(expression, Pattern.DOTALL).matcher(text).matches();
  }
}
