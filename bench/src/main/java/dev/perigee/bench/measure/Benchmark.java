package dev.perigee.bench.measure;

import java.util.List;

/// Something that is measured.
public interface Benchmark {
  String name();

  /// Measures, and checks the answer of what was measured.
  List<Figure> run(Size size) throws Exception;
}
