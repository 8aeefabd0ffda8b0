package dev.perigee.platform.aws;

import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Deployed;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.control.Versions.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Publishes and lists versions.
record VersionResource(Versions versions) {
  private static final int PAGE_MAX = 50;

  void publish(AwsRequest request) {
    FunctionRef function = request.known(versions);
    Fields fields = request.fields();
    Optional<String> sha256 = fields.text("CodeSha256");
    Deployed published =
        versions.publish(
            function.name(),
            fields.text("Description"),
            latest -> {
              FunctionResource.requireRevision(latest, fields);
              if (sha256.isPresent()
                  && !sha256.get().equals(Configuration.codeSha256(latest.function()))) {
                throw AwsException.parameter(
                    "CodeSHA256 (%s) is different from current CodeSHA256 in $LATEST (%s). Please try"
                            .formatted(sha256.get(), Configuration.codeSha256(latest.function()))
                        + " again with the CodeSHA256 in $LATEST.");
              }
            });
    request.answer(
        201, new Configuration(published, function.arn(published.function().qualifier())));
  }

  /// `$LATEST` comes first, then the versions by number.
  void list(AwsRequest request) {
    FunctionRef function = request.function();
    Deployed latest = versions.find(function.name().latest()).orElseThrow(function::notFound);
    int countMax = request.countMax(PAGE_MAX);
    Optional<String> marker = request.query("Marker");
    Page<Deployed> page =
        marker.isPresent()
            ? versions.versions(function.name(), after(marker.get()), countMax)
            : first(function, latest, countMax);
    request.answer(
        200,
        new Pages<>(
            "Versions",
            page,
            row -> new Configuration(row, function.arn(row.function().qualifier()))));
  }

  private Page<Deployed> first(FunctionRef function, Deployed latest, int countMax) {
    List<Deployed> rows = new ArrayList<>(List.of(latest));
    if (countMax == 1) {
      return new Page<>(rows, Optional.of("0"));
    }
    Page<Deployed> numbered = versions.versions(function.name(), 0, countMax - 1);
    rows.addAll(numbered.rows());
    return new Page<>(rows, numbered.next());
  }

  private static int after(String marker) {
    if (!marker.equals("0") && !FunctionId.isVersion(marker)) {
      throw AwsException.parameter("Invalid Marker: " + marker);
    }
    return Integer.parseInt(marker);
  }
}
