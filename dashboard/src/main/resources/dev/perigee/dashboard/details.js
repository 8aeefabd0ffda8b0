// Everything about one invocation or one function, in a dialog.

import {byId, h} from "./dom.js";
import {exact, memory, milliseconds} from "./format.js";
import {ask} from "./platform.js";
import {PHASES, phaseBar, phaseKeys, totalMs} from "./phases.js";
import {estimate, findings} from "./findings.js";
import {showItems} from "./items.js";
import {revisions} from "./revisions.js";
import {pill} from "./table.js";

const LOG_LINES = 40;

const GROUPS = [
  ["Invocation", ["invocationId", "function", "version", "tenant", "node", "startedUtc", "outcome", "coldStart", "memoryMb", "bytesIn", "bytesOut"]],
  ["Time", ["durationMs", ...PHASES.map(([name]) => `${name}Ms`), "cpuS", "memoryGbS"]],
  ["Energy", ["cpuJ", "memoryJ", "gpuJ", "networkJ", "idleJ", "platformJ", "energyJ", "quality", "state"]],
  ["Carbon", ["intensityGramsPerKwh", "pue", "operationGrams", "transmissionGrams", "embodiedGrams", "carbonGrams"]],
  ["Money", ["invocationUsd", "computeUsd", "transferUsd", "stateUsd", "servicesUsd", "costUsd"]],
  ["Why there", ["planId", "decisionId"]],
];

/** Units by the last word of a field's name. */
const UNITS = [
  [/GramsPerKwh$/, "g/kWh"], [/Grams$/, "g"], [/Usd$/, "USD"], [/GbS$/, "GiB s"], [/Ms$/, "ms"], [/Mb$/, "MiB"],
  [/^bytes/, "B"], [/J$/, "J"], [/S$/, "s"],
];

function valueText(name, value) {
  if (typeof value !== "number") {
    return value === "" ? "–" : String(value);
  }
  const unit = UNITS.find(([pattern]) => pattern.test(name));
  return unit ? `${exact(value)}\u00a0${unit[1]}` : exact(value);
}

function fields(entry, names) {
  return h("dl", {class: "fields"}, ...names.filter((name) => name in entry).flatMap((name) => [
    h("dt", {}, name), h("dd", {"data-field": name}, valueText(name, entry[name])),
  ]));
}

/** The dialog's life: each opening makes the answers of the one before void. */
export function makeDetails() {
  const dialog = byId("details");
  const body = byId("details-body");
  let opening = 0;
  byId("details-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  dialog.addEventListener("close", () => {
    opening++;
  });

  function open(title, ...content) {
    opening++;
    byId("details-title").textContent = title;
    body.replaceChildren(...content);
    if (!dialog.open) {
      dialog.showModal();
    }
    dialog.scrollTop = 0;
    return opening;
  }

  /** Fills a place with what the platform answers, or with why it does not. */
  async function fill(place, mine, path, show) {
    try {
      const answer = await ask(path);
      if (mine === opening) {
        place.replaceChildren(...show(answer));
        place.querySelector(".log")?.scrollTo(0, Number.MAX_SAFE_INTEGER);
      }
    } catch (error) {
      if (mine === opening) {
        place.replaceChildren(h("p", {class: "problem"}, error.message));
      }
    }
  }

  function log(name, mine) {
    const place = h("div", {id: "details-log"}, h("p", {}, "Loading"));
    fill(place, mine, `/v1/functions/${encodeURIComponent(name)}/logs?tail=true&lines=${LOG_LINES}`, ({lines}) => [
      lines.length ? h("pre", {class: "log", tabindex: "0"}, lines.join("\n")) : h("p", {}, "It wrote nothing."),
    ]);
    return [h("h3", {}, "Last lines that the function wrote"), place];
  }

  function invocation(entry) {
    const place = h("div", {id: "details-decision"}, h("p", {}, entry.decisionId ? "Loading" : "It ran under no decision."));
    const mine = open(`${entry.function} at ${entry.startedUtc}`,
      h("p", {class: "lead"}, pill(entry.outcome, entry.outcome === "ok" ? "good" : "bad"), " ",
        entry.coldStart ? pill("cold", "cold") : pill("warm", "quiet"), ` ${milliseconds(totalMs(entry))} in all`),
      phaseBar(entry, totalMs(entry)), h("ul", {class: "keys"}, ...phaseKeys()),
      h("div", {class: "groups"}, ...GROUPS.map(([title, names]) => h("section", {}, h("h3", {}, title), fields(entry, names)))),
      h("h3", {}, "The decision"), place);
    if (entry.decisionId) {
      fill(place, mine, `/v1/decisions/${encodeURIComponent(entry.decisionId)}`, explanation);
    }
    body.append(...log(entry.function, mine));
  }

  async function byInvocationId(id) {
    const mine = open("Invocation", h("p", {}, "Loading"));
    try {
      const entry = await ask(`/v1/invocations/${encodeURIComponent(id)}`);
      if (mine === opening) {
        invocation(entry);
      }
    } catch (error) {
      if (mine === opening) {
        body.replaceChildren(h("p", {class: "problem"}, error.message));
      }
    }
  }

  function functionNamed(name) {
    const place = h("div", {}, h("p", {}, "Loading"));
    const mine = open(name, place);
    fill(place, mine, `/v1/functions/${encodeURIComponent(name)}`, (view) => [
      h("dl", {class: "fields"}, ...Object.entries(view).flatMap(([field, value]) => [
        h("dt", {}, field), h("dd", {"data-field": field}, fieldText(field, value))])),
    ]);
    const show = (part, path, shown) => fill(part, mine, path, shown);
    body.append(...findings(name, show), ...estimate(name), ...revisions(name, show), ...log(name, mine));
  }

  /** The spans of a trace, or of the trace of an invocation. */
  function trace(id) {
    const place = h("div", {}, h("p", {}, "Loading"));
    const mine = open("Trace", place);
    fill(place, mine, `/v1/traces/${encodeURIComponent(id)}`, ({spans}) => [
      h("p", {class: "lead"}, spans[0].traceId), waterfall(spans), h("h3", {}, "Attributes"),
      ...spans.filter((span) => span.kind !== "internal").map((span) => h("dl", {class: "fields"},
        ...Object.entries(span.attributes).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, String(value))]))),
    ]);
  }

  /** What a table or bucket holds. */
  function store(kind, name) {
    const place = h("div", {}, h("p", {}, "Loading"));
    const mine = open(`${kind} ${name}`, place);
    showItems({kind, name, fill: (path, show) => fill(place, mine, path, show)});
  }

  return {invocation, byInvocationId, functionNamed, store, trace};
}

/** A bar per span over the time of the whole trace, indented below what led to it. */
function waterfall(spans) {
  const starts = spans.map((span) => Number(BigInt(span.startUtcNs) - BigInt(spans[0].startUtcNs)) / 1e6);
  const wholeMs = Math.max(...spans.map((span, index) => starts[index] + span.durationMs), 1e-6);
  const depths = new Map();
  return h("div", {class: "spans"}, ...spans.flatMap((span, index) => {
    const depth = Math.min(2, (depths.get(span.parentId) ?? -1) + 1);
    depths.set(span.spanId, depth);
    const bar = h("span", {class: span.failed ? "failed" : undefined});
    bar.style.left = `${100 * starts[index] / wholeMs}%`;
    bar.style.width = `${100 * span.durationMs / wholeMs}%`;
    return [h("span", {class: `depth-${depth}`}, span.name), h("span", {class: "time"}, milliseconds(span.durationMs)),
      h("span", {class: "lane", "aria-hidden": "true"}, bar)];
  }));
}

function fieldText(name, value) {
  if (Array.isArray(value)) {
    return value.join(", ") || "–";
  }
  return name === "memoryMb" ? memory(value) : valueText(name, value);
}

/** Why a decision was taken, as sentences and a table of what was looked at. */
function explanation(decision) {
  const chosen = decision.chosen.map((each) =>
    `${each.workers} ${each.workers === 1 ? "worker" : "workers"} of ${each.memoryMb} MiB on ${each.node}, kept for ${each.keepAliveS} s`
    + (each.outcome ? `: ${each.outcome}` : ""));
  const bound = decision.bound;
  const gap = "gap" in bound
    ? `${bound.metric}: ${exact(bound.value)}; no choice can be below ${exact(bound.lowerBound)}, the gap is ${exact(bound.gap)}.`
    : `${bound.metric}: no bound is known.`;
  return [
    h("dl", {class: "fields"},
      h("dt", {}, "decided"), h("dd", {}, `${decision.utc} by ${decision.policy}`),
      h("dt", {}, "question"), h("dd", {"data-field": "question"}, decision.question),
      h("dt", {}, "chosen"), h("dd", {"data-field": "chosen"}, chosen.join("; ") || "nothing"),
      h("dt", {}, "how good"), h("dd", {}, gap)),
    h("div", {class: "scroll"}, h("table", {},
      h("caption", {}, "Candidates"),
      h("thead", {}, h("tr", {}, ...["Node", "Feasible", "Score", "Reason"].map((label) =>
        h("th", {scope: "col", class: label === "Score" ? "number" : undefined}, label)))),
      h("tbody", {}, ...decision.candidates.map(candidate)))),
    ...(decision.candidatesOmitted ? [h("p", {class: "note"}, `${decision.candidatesOmitted} more are left out.`)] : []),
  ];
}

function candidate(each) {
  return h("tr", {},
    h("th", {scope: "row"}, each.node),
    h("td", {}, each.feasible ? "yes" : "no"),
    h("td", {class: "number"}, "score" in each ? exact(Number(each.score.toPrecision(6))) : "–"),
    h("td", {}, each.reason));
}
