package dev.perigee.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Whatever the order of messages: each invocation gets exactly one answer.
class ExactlyOneAnswerTest {
  private static final int RUN_COUNT = Integer.getInteger("perigee.turmoil", 400);

  @Test
  void eachInvocationGetsExactlyOneAnswer() {
    int arrivedCount = 0;
    int ranCount = 0;
    int bouncedCount = 0;
    for (long seed = 0; seed < RUN_COUNT; seed++) {
      Turmoil turmoil = new Turmoil(seed);
      int stepCount = 200 + (int) (seed % 7) * 100;
      for (int i = 0; i < stepCount; i++) {
        turmoil.step();
      }
      turmoil.calmDown();
      arrivedCount += turmoil.tickets.size();
      ranCount += turmoil.ranCount;
      bouncedCount += turmoil.bouncedCount;
      for (Turmoil.Ticket ticket : turmoil.tickets) {
        assertThat(ticket.answerCount)
            .as(
                "answers to invocation %d of %s, seed %d, bounced %d times",
                ticket.number, ticket.function, seed, ticket.bounceCount)
            .isEqualTo(1);
      }
    }
    assertThat(ranCount).as("runs of %d arrivals", arrivedCount).isGreaterThan(arrivedCount / 3);
    assertThat(bouncedCount).as("bounces").isGreaterThan(RUN_COUNT);
  }
}
