// Caps and how far they are used, the switch that stops a function, and what safeguards did.

import {byId, h, setText, showEmpty} from "./dom.js";
import {bytes, count, dollars, grams, joules, percent, three} from "./format.js";
import {Table, meter, pill} from "./table.js";
import {act, command} from "./platform.js";

const STATES = {ok: "good", warned: "warn", throttled: "warn", suspended: "bad"};
export const AMOUNTS = {
  invocations: count, costUsd: dollars, gbS: (value) => `${three(value)}\u00a0GiB s`, energyJ: joules, carbonGrams: grams, egressBytes: bytes,
};

/** One line per limit: a cap may have several. */
export function lines(caps) {
  return caps.flatMap((cap) => Object.keys(AMOUNTS).filter((amount) => amount in cap).map((amount) => ({
    key: `${cap.kind}/${cap.name}/${amount}`, cap, amount, limit: cap[amount],
    used: (cap.used[amount] ?? 0) + (cap.reserved[amount] ?? 0),
  })));
}

/** When it would be used up if it went on like in the window so far. */
function burnDown({used, limit, cap}) {
  if (used <= 0) {
    return "–";
  }
  const hours = (limit - used) / (used / cap.windowS) / 3_600;
  return hours <= 0 ? "used up" : hours > 8_760 ? "over a year" : hours >= 48 ? `${three(hours / 24)}\u00a0days` : `${three(hours)}\u00a0h`;
}

const CAPS = [
  {key: "subject", label: "Of", heads: true, show: ({cap}) => `${cap.kind} ${cap.name}`},
  {key: "state", label: "State", show: ({cap}) => pill(cap.state, STATES[cap.state]), signature: ({cap}) => cap.state},
  {
    key: "used", label: "Used", hint: "Used in the window, and reserved by what runs",
    show: (row) => meter(row.limit ? row.used / row.limit : 1, percent(row.limit ? row.used / row.limit : 1), row.cap.state),
    signature: (row) => `${row.used}/${row.limit}/${row.cap.state}`,
  },
  {key: "amount", label: "Amount", number: true, show: (row) => `${AMOUNTS[row.amount](row.used)} of ${AMOUNTS[row.amount](row.limit)}`},
  {key: "window", label: "Window", number: true, minor: true, show: ({cap}) => `${three(cap.windowS / 3_600)}\u00a0h`},
  {key: "burn", label: "Used up in", hint: "If it goes on as in this window", number: true, minor: true, show: burnDown},
];

export function makeCaps() {
  const panel = byId("caps-panel");
  const table = new Table(byId("caps-table"), CAPS, {key: (row) => row.key, caption: "Caps"});
  return {
    panel,
    path: () => "/v1/caps",
    show: ({caps}) => {
      table.update(lines(caps));
      showEmpty(panel, caps.length === 0, "No cap is set, or nothing was called yet. Set one:",
        [command("cap function hello --limit costUsd=1 --window-s 86400")]);
    },
  };
}

export function makeKill() {
  const panel = byId("kill-panel");
  const chosen = byId("kill-function");
  const said = byId("kill-said");

  async function change(method, done) {
    const name = chosen.value;
    if (!name || (method === "POST" && !confirm(`Cut off all that runs of ${name} and refuse what comes?`))) {
      return;
    }
    try {
      await act(method, `/v1/kill/function/${encodeURIComponent(name)}`);
      setText(said, `${name} ${done}`);
    } catch (error) {
      setText(said, error.message);
    }
  }
  byId("kill-stop").addEventListener("click", () => change("POST", "is stopped"));
  byId("kill-lift").addEventListener("click", () => change("DELETE", "may run"));
  return {
    panel,
    everyMs: 10_000,
    path: () => "/v1/functions",
    show: ({functions}) => options(chosen, functions.map((each) => each.name)),
  };
}

/** Offers names, and keeps what was chosen. */
export function options(select, names) {
  if (select.dataset.names !== names.join()) {
    const before = select.value;
    select.dataset.names = names.join();
    select.replaceChildren(...names.map((name) => h("option", {value: name}, name)));
    select.value = names.includes(before) ? before : names[0] ?? "";
  }
}

const TRIPS = [
  {key: "at", label: "When", heads: true, show: (row) => row.atUtc},
  {key: "subject", label: "Of", show: (row) => `${row.kind} ${row.name}`},
  {key: "what", label: "What", show: (row) => pill(row.what, STATES[row.what] ?? (row.what === "killed" ? "bad" : "quiet")), signature: (row) => row.what},
];

export function makeTrips() {
  const panel = byId("trips-panel");
  const table = new Table(byId("trips-table"), TRIPS, {
    key: (row) => `${row.atUtc}/${row.kind}/${row.name}/${row.what}`, caption: "What safeguards did, newest first",
  });
  return {
    panel,
    path: () => "/v1/caps/trips",
    show: ({trips}) => {
      table.update(trips);
      showEmpty(panel, trips.length === 0, "Nothing was warned, throttled, suspended or stopped.", []);
    },
  };
}
