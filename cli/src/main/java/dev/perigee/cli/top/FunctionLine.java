package dev.perigee.cli.top;

/// A function in the time between two readings; quantiles and amounts per call are of all that is
/// kept, for one interval holds too few calls.
///
/// @param coldStarts in the interval
record FunctionLine(
    String name,
    double callsPerS,
    double errorsPerS,
    double p50Ms,
    double p99Ms,
    double coldStarts,
    double milliJPerCall,
    double gramsPerCall,
    double usdPerH,
    double inFlight,
    double waiting) {}
