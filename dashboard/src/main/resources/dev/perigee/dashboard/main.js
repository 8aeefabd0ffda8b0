// Keeps the panels up to date: asks the platform for what is due, says when it is gone, goes on when it is back.

import {byId, setText, showProblem} from "./dom.js";
import {Gone, ask, tenant} from "./platform.js";
import {makeColdStarts} from "./cold-starts.js";
import {makeDetails} from "./details.js";
import {makeFunctions} from "./functions.js";
import {makeInvocations} from "./invocations.js";
import {makeNodes} from "./nodes.js";
import {makeSeries} from "./series.js";
import {makeTotals} from "./totals.js";
import {makeMap} from "./map.js";
import {makeEvents} from "./events.js";
import {makeCaps, makeKill, makeTrips} from "./safeguards.js";
import {makeTraces} from "./traces.js";
import {makeLogs} from "./logs.js";
import {makeKeys, makeTenants} from "./access.js";
import {makeBurnDown} from "./burn-down.js";
import {makeLint} from "./findings.js";
import {makeQueues, makeStores} from "./resources.js";
import {makeTriggers} from "./triggers.js";
import {makePages} from "./pages.js";
import {makeSearch} from "./search.js";
import {makeSession} from "./session.js";
import {makeTheme} from "./theme.js";

const EVERY_MS = 2_000;

const details = makeDetails();
const totals = makeTotals();
const functions = makeFunctions({open: (row) => details.functionNamed(row.name), now: () => refresh(functions)});
const series = makeSeries({now: () => refresh(series)});
const events = makeEvents({now: () => refresh(events)});
const kill = makeKill();
const traces = makeTraces({open: (row) => details.trace(row.traceId), now: () => refresh(traces)});
const logs = makeLogs({now: () => refresh(logs)});
const burnDown = makeBurnDown({now: () => refresh(burnDown)});
const triggers = makeTriggers({now: () => refresh(triggers)});
const queues = makeQueues({now: () => refreshAll(queues, stores)});
const stores = makeStores({open: (row) => details.store(row.kind, row.name), now: () => refresh(stores)});
const tenants = makeTenants({now: () => refresh(tenants)});
const keys = makeKeys({now: () => refresh(keys)});
const panels = [
  functions,
  makeInvocations({open: details.invocation}),
  makeColdStarts({open: (row) => details.byInvocationId(row.invocationId), openFunction: details.functionNamed}),
  series,
  makeNodes(),
  makeMap(),
  events,
  makeCaps(),
  kill,
  makeTrips(),
  traces,
  logs,
  burnDown,
  makeLint(),
  triggers,
  queues,
  stores,
  tenants,
  keys,
];
const pages = makePages(() => tick());
makeSearch({pages, details});
makeTheme(() => refresh(series));

let goneSince;
let isIn = false;

/** Asks for one panel. An answer that was overtaken by a newer question is dropped. */
async function refresh(panel) {
  const path = panel.path();
  if (!path) {
    return;
  }
  panel.askedMs = performance.now();
  const mine = (panel.question = (panel.question ?? 0) + 1);
  try {
    const answer = await ask(path);
    if (mine === panel.question) {
      await panel.show(answer);
      showProblem(panel.panel, undefined);
    }
    if (panel === functions) {
      totals(answer.totals);
    }
    showState(undefined);
  } catch (error) {
    if (error instanceof Gone) {
      showState(error.message);
    } else {
      showProblem(panel.panel, error.message);
      throw error;
    }
  }
}

function refreshAll(...some) {
  return Promise.allSettled(some.map(refresh));
}

function showState(problem) {
  const state = byId("state");
  const gone = byId("gone");
  if (problem === undefined) {
    goneSince = undefined;
    setText(state, "live");
    state.className = "pill good";
    gone.hidden = true;
    setText(gone, "");
    return;
  }
  goneSince ??= new Date().toISOString().slice(11, 19);
  setText(state, "gone");
  state.className = "pill bad";
  gone.hidden = false;
  setText(gone, `The platform at ${location.origin} does not answer since ${goneSince} (${problem}). The figures are the last `
    + `that it gave. Asking again every ${EVERY_MS / 1e3} s. If it was stopped, start it: ./perigee up`);
  document.body.classList.add("stale");
}

async function tick() {
  if (!isIn) {
    return;
  }
  const nowMs = performance.now();
  const due = panels.filter((panel) => pages.isShown(panel.panel) && nowMs - (panel.askedMs ?? -Infinity) >= (panel.everyMs ?? 0) - EVERY_MS / 2);
  // While the platform is gone one question is enough to notice that it is back.
  await refreshAll(...(goneSince ? [functions] : due));
  document.body.classList.toggle("stale", goneSince !== undefined);
}

function begin() {
  isIn = true;
  setText(byId("tenant"), `tenant ${tenant()}`);
  panels.forEach((panel) => {
    panel.askedMs = undefined;
  });
  tick();
}

function end() {
  isIn = false;
  setText(byId("tenant"), "");
  const state = byId("state");
  setText(state, "logged out");
  state.className = "pill";
}

/** Asks who is logged in until the platform answers, then ticks for as long as somebody looks. */
async function run() {
  const session = makeSession({begin, end});
  for (let isKnown = false; !isKnown;) {
    try {
      await session.look();
      isKnown = true;
    } catch (error) {
      showState(error.message);
      await new Promise((done) => setTimeout(done, EVERY_MS));
    }
  }
  for (;;) {
    if (!document.hidden) {
      await tick();
    }
    await new Promise((done) => setTimeout(done, EVERY_MS));
  }
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    tick();
  }
});
run();
