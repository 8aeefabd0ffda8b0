package dev.perigee.energy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Power per vCPU (a hardware thread) of a family of server CPUs, idle and at full load.
///
/// The table is that of Cloud Carbon Footprint's coefficients for AWS (2023, computed there from
/// SPECpower_ssj2008 results), with the year that the family came out. EPYC 5 is left out: its
/// published pair (3.682 / 8.961 W) is four times that of its predecessor and looks like a fault in
/// the data; such CPUs are counted as EPYC 4.
///
/// @param minW per vCPU, idle
/// @param maxW per vCPU, at full load
/// @param year of the family's first server part
/// @param source where the two figures come from
public record CpuFamily(String name, double minW, double maxW, int year, String source) {
  private static final String CCF =
      "Cloud Carbon Footprint, ccf-coefficients for AWS (2023), from SPECpower_ssj2008";

  private static final CpuFamily SKYLAKE = ccf("Skylake", 0.613, 4.104, 2017);
  private static final CpuFamily CASCADE_LAKE = ccf("Cascade Lake", 0.690, 4.063, 2019);
  private static final CpuFamily ICE_LAKE = ccf("Ice Lake", 0.767, 3.758, 2021);
  private static final CpuFamily SAPPHIRE_RAPIDS = ccf("Sapphire Rapids", 1.036, 4.160, 2023);
  private static final CpuFamily EMERALD_RAPIDS = ccf("Emerald Rapids", 0.814, 4.482, 2023);
  private static final CpuFamily GRANITE_RAPIDS = ccf("Granite Rapids", 0.582, 2.527, 2024);
  private static final CpuFamily EPYC_1 = ccf("EPYC 1", 0.847, 2.604, 2017);
  private static final CpuFamily EPYC_2 = ccf("EPYC 2", 0.474, 1.693, 2019);
  private static final CpuFamily EPYC_3 = ccf("EPYC 3", 0.456, 1.957, 2021);
  private static final CpuFamily EPYC_4 = ccf("EPYC 4", 0.739, 2.282, 2022);
  private static final CpuFamily GRAVITON =
      new CpuFamily("Graviton", 0.474, 1.693, 2020, CCF + "; taken as EPYC 2, no result published");

  /// What an unknown CPU counts as: neither the thriftiest nor the hungriest, and the commonest in
  /// clouds.
  public static final CpuFamily DEFAULT = ICE_LAKE;

  /// All known families, Intel's first, then by year.
  public static final List<CpuFamily> ALL =
      List.of(
          SKYLAKE,
          CASCADE_LAKE,
          ICE_LAKE,
          SAPPHIRE_RAPIDS,
          EMERALD_RAPIDS,
          GRANITE_RAPIDS,
          EPYC_1,
          EPYC_2,
          EPYC_3,
          EPYC_4,
          GRAVITON);

  public CpuFamily {
    EnergyException.nonNegative("minW of " + name, minW);
    EnergyException.nonNegative("maxW of " + name + " above minW", maxW - minW);
  }

  /// The family of the CPU whose `model name` in `/proc/cpuinfo` is given, empty if the name says
  /// nothing known. Intel puts the generation into the second digit of a Xeon's number (81xx, 82xx,
  /// ..; 6 = Granite Rapids with a P), AMD into the last digit of an EPYC's; ARM servers often say
  /// `Neoverse` or nothing at all.
  public static Optional<CpuFamily> recognise(String modelName) {
    String name = modelName.toUpperCase(Locale.ROOT).split("@", -1)[0];
    String joined = name.replace(" ", "");
    for (CpuFamily family : ALL) {
      String words = family.name.toUpperCase(Locale.ROOT).replace(" ", "");
      if (!words.startsWith("EPYC") && joined.contains(words)) {
        return Optional.of(family);
      }
    }
    if (name.contains("NEOVERSE")) {
      return Optional.of(GRAVITON);
    }
    if (name.contains("EPYC")) {
      return number(name, name.indexOf("EPYC")).flatMap(CpuFamily::epyc);
    }
    return name.contains("XEON")
        ? number(name, name.indexOf("XEON")).flatMap(CpuFamily::xeon)
        : Optional.empty();
  }

  /// The family, or `DEFAULT` if the name is not known.
  public static CpuFamily of(String modelName) {
    return recognise(modelName).orElse(DEFAULT);
  }

  /// The first run of at least four letters and digits that starts with a digit: `8375C`, `7R13`,
  /// `9654`.
  private static Optional<String> number(String name, int from) {
    for (String word : name.substring(from).split("[^A-Z0-9]+")) {
      if (word.length() >= 4 && Character.isDigit(word.charAt(0))) {
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }

  private static Optional<CpuFamily> epyc(String number) {
    return switch (number.charAt(3)) {
      case '1' -> Optional.of(EPYC_1);
      case '2' -> Optional.of(EPYC_2);
      case '3' -> Optional.of(EPYC_3);
      case '4', '5' -> Optional.of(EPYC_4);
      default -> Optional.empty();
    };
  }

  private static Optional<CpuFamily> xeon(String number) {
    if (number.charAt(0) < '3') {
      return Optional.empty();
    }
    return switch (number.charAt(1)) {
      case '1' -> Optional.of(SKYLAKE);
      case '2' -> Optional.of(CASCADE_LAKE);
      case '3' -> Optional.of(ICE_LAKE);
      case '4' -> Optional.of(SAPPHIRE_RAPIDS);
      case '5' -> Optional.of(EMERALD_RAPIDS);
      case '9', '7' -> Optional.of(GRANITE_RAPIDS);
      default -> Optional.empty();
    };
  }

  private static CpuFamily ccf(String name, double minW, double maxW, int year) {
    return new CpuFamily(name, minW, maxW, year, CCF);
  }
}
