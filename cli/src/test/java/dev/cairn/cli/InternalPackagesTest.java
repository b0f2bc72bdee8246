package dev.cairn.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What core keeps to itself, no other module names. This module sees all of them. */
final class InternalPackagesTest {
  private static final String[] OTHERS = {
    "dev.cairn.s3..", "dev.cairn.spark..", "dev.cairn.examples..", "dev.cairn.cli.."
  };

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.cairn");

  @Test
  void otherModules_nameNoInternalPackage() {
    for (String module : OTHERS) {
      String folder = module.replace("..", "");
      assertThat(ALL.stream().filter(type -> type.getPackageName().startsWith(folder)))
          .as(module)
          .isNotEmpty();
    }
    noClasses()
        .that()
        .resideInAnyPackage(OTHERS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.cairn.internal..")
        .check(ALL);
  }

  @Test
  void sparkAndExamples_nameNoAwsType() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.cairn.spark..", "dev.cairn.examples..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(ALL);
  }
}
