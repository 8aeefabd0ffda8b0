package dev.perigee.engine;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The engine by scenarios in text.
class EngineScenariosTest {

  @TestFactory
  Stream<DynamicTest> doesWhatTheScenarioSays() {
    return ScenarioText.tests("dev/perigee/engine/turns", EngineMachine::new);
  }
}
