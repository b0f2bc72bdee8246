package dev.cairn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What users can name is on one page, each with the reason; a new public type needs one. */
final class PublicTypesTest {
  private static final Path PAGE = Path.of("..", "docs", "api.md");
  private static final Pattern PACKAGE = Pattern.compile("## `(dev[.a-z]*)`.*");
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (.{10,}) \\|");

  @Test
  void publicTypes_areThoseOfThePage_eachWithItsReason() throws IOException {
    assertThat(onPage()).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(onPage()))
        .as("docs/api.md and the public types of core; make a type package-private, or add a row")
        .isEqualTo(inCode());
  }

  @Test
  void page_saysHowManyThereAre() throws IOException {
    assertThat(Files.readString(PAGE)).contains("**" + inCode().size() + " public types**");
  }

  private static List<String> onPage() throws IOException {
    List<String> found = new ArrayList<>();
    String packageName = "";
    for (String line : Files.readAllLines(PAGE)) {
      Matcher heading = PACKAGE.matcher(line);
      if (heading.matches()) {
        packageName = heading.group(1);
      }
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        found.add(packageName + "." + row.group(1));
      }
    }
    return found;
  }

  private static SortedSet<String> inCode() {
    SortedSet<String> found = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.cairn")) {
      if (type.isTopLevelClass()
          && type.getModifiers().contains(JavaModifier.PUBLIC)
          && !type.getPackageName().startsWith("dev.cairn.internal")) {
        found.add(type.getName());
      }
    }
    return found;
  }
}
