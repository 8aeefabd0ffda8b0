package dev.perigee.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.api.Json;
import dev.perigee.checks.BillOfMaterials.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The bill of materials of the build, `target/bom.json`.
final class BillOfMaterialsTest {
  private static final int LIBRARY_COUNT_MIN = 40;

  @Test
  void everyShippedJarIsInItWithLicenceAndDigest() throws IOException {
    BillOfMaterials bill = BillOfMaterials.ofShipped();

    assertThat(bill.components())
        .hasSize(Shipped.libraries().size() + Shipped.modules().size())
        .hasSizeGreaterThanOrEqualTo(LIBRARY_COUNT_MIN)
        .allSatisfy(component -> {
          assertThat(component.licences()).as(component.packageUrl()).isNotEmpty();
          assertThat(component.sha256()).hasSize(64);
          assertThat(component.packageUrl()).matches("pkg:maven/[^/ ]+/[^@ ]+@[^ ]+");
        });
    assertThat(bill.components().stream().map(Component::packageUrl)).doesNotHaveDuplicates();

    Path file = Repository.here().root().resolve("target/bom.json");
    Files.createDirectories(file.getParent());
    Files.write(file, Json.bytes(bill));
    assertThat(Json.text(BillOfMaterials.ofShipped())).isEqualTo(Files.readString(file));
  }
}
