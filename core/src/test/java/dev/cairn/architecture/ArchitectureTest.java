package dev.cairn.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What may know what, inside core. */
final class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.cairn");

  @Test
  void core_namesNoAwsAndNoSparkType() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "software.amazon..",
            "com.amazonaws..",
            "org.apache.spark..",
            "scala..",
            "org.apache.hadoop..")
        .check(CORE);
  }

  @Test
  void metrics_aloneKnowMicrometer_soThatItMayBeAbsent() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.cairn.metrics")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "dev.cairn.metrics")
        .check(CORE);
  }

  @Test
  void store_knowsNobodyAbove() {
    classes()
        .that()
        .resideInAPackage("dev.cairn.store..")
        .should()
        .onlyDependOnClassesThat(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "are the store's own, texts of messages, the root exception, or foreign",
                type ->
                    !type.getPackageName().startsWith("dev.cairn")
                        || type.getPackageName().startsWith("dev.cairn.store")
                        || type.getPackageName().equals("dev.cairn.internal.text")
                        || type.getName().equals("dev.cairn.CairnException")))
        .check(CORE);
  }

  @Test
  void log_knowsTheStoreAndNothingAboveIt() {
    noClasses()
        .that()
        .resideInAPackage("dev.cairn.internal.log..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.cairn.internal.data..",
            "dev.cairn.internal.collect..",
            "dev.cairn.codec..",
            "dev.cairn.run..",
            "dev.cairn.policy..")
        .check(CORE);
  }

  @Test
  void data_knowsLogAndStoreAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.cairn.internal.data..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.cairn.internal.collect..",
            "dev.cairn.codec..",
            "dev.cairn.run..",
            "dev.cairn.policy..")
        .check(CORE);
  }

  @Test
  void internalPackages_haveNoCycles() {
    slices().matching("dev.cairn.internal.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void states_areNeverJavaSerializedOrByKryo() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectOutputStream")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("com.esotericsoftware..")
        .check(CORE);
  }
}
