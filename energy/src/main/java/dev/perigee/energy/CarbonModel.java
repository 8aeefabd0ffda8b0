package dev.perigee.energy;

import dev.perigee.model.ledger.Carbon;

/// Carbon of one invocation in nano-grams of CO2e.
/// - operation = E / 3.6e6 J/kWh x PUE x grid intensity
/// - transmission = bytes over wide-area networks x kWh/GB x grid intensity
/// - embodied = what making the server emitted / its lifetime x reserved share x duration (the
///   formula of the Software Carbon Intensity, ISO/IEC 21031:2024)
///
/// @param kwhPerGb energy of wide-area networks per 1e9 bytes
/// @param embodiedGramsCo2ePerVcpu of the server, per vCPU of it
/// @param lifetimeS years of service of the server, in seconds
public record CarbonModel(double kwhPerGb, double embodiedGramsCo2ePerVcpu, double lifetimeS) {
  /// Between the 0.001 (best) and 0.005 (worst) that Caribou (SOSP 2024) uses; Cloud Carbon
  /// Footprint (2021) has the same 0.001 for links between data centres.
  public static final double NETWORK_KWH_PER_GB = 0.001;

  /// A server with two processors and 384 GB of memory: 1000 kg for chassis, board and one
  /// processor, 100 kg for the second, 1.39 kg per GB of memory above 16 (Davy, "Building an AWS
  /// EC2 Carbon Emissions Dataset", 2021, after Dell's life-cycle assessment of the PowerEdge
  /// R740).
  public static final double SERVER_GRAMS_CO2E = 1_611_000;

  /// Hardware threads of that server: two processors of 24 cores.
  public static final double SERVER_VCPUS = 96;

  /// Four years (the same source), of 365.25 days.
  public static final double SERVER_LIFETIME_S = 4 * 365.25 * 86_400;

  public static final CarbonModel DEFAULT =
      new CarbonModel(NETWORK_KWH_PER_GB, SERVER_GRAMS_CO2E / SERVER_VCPUS, SERVER_LIFETIME_S);

  public CarbonModel {
    EnergyException.nonNegative("kwhPerGb", kwhPerGb);
    EnergyException.nonNegative("embodiedGramsCo2ePerVcpu", embodiedGramsCo2ePerVcpu);
    if (!(lifetimeS > 0)) {
      throw new EnergyException("lifetimeS must be > 0, got " + lifetimeS);
    }
  }

  /// 1e-6 J x g/kWh / 3.6e6 J/kWh = 1e-9 g / 3600.
  public static long operationNanoGrams(long microJ, double pue, double intensityGramsPerKwh) {
    return Rounding.halfEven(
        "operation carbon in nano-grams", microJ * pue * intensityGramsPerKwh / 3_600);
  }

  /// 1e-9 GB x kWh/GB x g/kWh = 1e-9 g.
  public long transmissionNanoGrams(long wanBytes, double intensityGramsPerKwh) {
    return Rounding.halfEven(
        "transmission carbon in nano-grams", wanBytes * kwhPerGb * intensityGramsPerKwh);
  }

  /// g x 1e9 x 1e-9 s / s.
  public long embodiedNanoGrams(double reservedVcpus, long durationNs) {
    return Rounding.halfEven(
        "embodied carbon in nano-grams",
        embodiedGramsCo2ePerVcpu / lifetimeS * reservedVcpus * durationNs);
  }

  /// All three for one invocation.
  ///
  /// @param reservedVcpus `Reservation.vcpus` of its memory
  public Carbon of(
      long energyMicroJ, Site site, long wanBytes, double reservedVcpus, long durationNs) {
    return new Carbon(
        operationNanoGrams(energyMicroJ, site.pue(), site.intensityGramsPerKwh()),
        transmissionNanoGrams(wanBytes, site.intensityGramsPerKwh()),
        embodiedNanoGrams(reservedVcpus, durationNs));
  }

  /// Where and when a node draws its power.
  ///
  /// @param pue power usage effectiveness: energy of the whole site over that of its machines
  /// @param intensityGramsPerKwh of the grid, in the hour of the start
  public record Site(double pue, double intensityGramsPerKwh) {
    public Site {
      EnergyException.nonNegative("pue above 1", pue - 1);
      EnergyException.nonNegative("intensityGramsPerKwh", intensityGramsPerKwh);
    }
  }
}
