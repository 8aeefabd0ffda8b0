package dev.perigee.feeds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/// Prices of one region on one day, in pico-dollars (1e-12 USD). A GB is 2^30 bytes, for memory and
/// for transfer.
///
/// @param date day on which these were the prices
/// @param source where they were published
/// @param perRequestPicoUsd for each invocation
/// @param perGbSecondPicoUsd for 1 GB of memory limit during 1 s of handler
/// @param perGbTransferPicoUsd for 1 GB sent out of the region
public record PriceCatalogue(
    LocalDate date,
    String source,
    String region,
    long perRequestPicoUsd,
    long perGbSecondPicoUsd,
    long perGbTransferPicoUsd) {

  private static final String BUNDLED = "/prices/aws_lambda_us_east_1.json";

  public PriceCatalogue {
    if (perRequestPicoUsd < 0 || perGbSecondPicoUsd < 0 || perGbTransferPicoUsd < 0) {
      throw new FeedException(source, List.of("prices must be >= 0 in " + region + " on " + date));
    }
  }

  /// List prices of AWS Lambda, x86, US East (N. Virginia), without the free tier.
  public static PriceCatalogue bundled() {
    InputStream in = PriceCatalogue.class.getResourceAsStream(BUNDLED);
    if (in == null) {
      throw new FeedException(BUNDLED, List.of("is missing from the feeds jar, build it again"));
    }
    return closing(BUNDLED, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
  }

  /// Reads a JSON object with `date, source, region, perRequestUsd, perGbSecondUsd,
  /// perGbTransferUsd`.
  public static PriceCatalogue read(Path file) {
    return closing(file.toString(), CsvLines.open(file));
  }

  /// Reads the same from text; `source` is what messages call it.
  public static PriceCatalogue read(String source, Reader in) {
    return new PriceReader(source).read(in);
  }

  private static PriceCatalogue closing(String source, BufferedReader reader) {
    try (BufferedReader in = reader) {
      return read(source, in);
    } catch (IOException e) {
      throw new FeedException(source, "can't be closed: " + e, e);
    }
  }
}
