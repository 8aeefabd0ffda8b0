// Invocations that nobody waits for: how many are where, and what to do with those that were given up.

import {byId, h, setText, showEmpty} from "./dom.js";
import {count} from "./format.js";
import {Table, pill} from "./table.js";
import {act, ask, command, may} from "./platform.js";

const STATES = {dead: "Dead", expired: "Expired", queued: "Queued", inFlight: "In flight", acked: "Done"};
const KINDS = {dead: "bad", expired: "bad", queued: "quiet", inFlight: "cold", acked: "good"};
const FAILED = ["dead", "expired"];
const SETTLED = ["dead", "expired", "acked"];

const COLUMNS = [
  {key: "enqueued", label: "Enqueued", heads: true, show: (row) => row.enqueuedUtc},
  {key: "function", label: "Function", show: (row) => row.function},
  {key: "state", label: "State", show: (row) => pill(row.state, KINDS[row.state]), signature: (row) => row.state},
  {key: "attempts", label: "Attempts", number: true, show: (row) => count(row.attempts)},
  {key: "condition", label: "Why", minor: true, show: (row) => row.condition ?? "–"},
  {key: "id", label: "Id", minor: true, show: (row) => row.id},
];

export function makeEvents({now}) {
  const panel = byId("events-panel");
  const table = new Table(byId("events-table"), COLUMNS, {key: (row) => row.id, caption: "Asynchronous invocations, newest first"});
  const redrive = byId("events-redrive");
  const purge = byId("events-purge");
  let state = "dead";

  const buttons = Object.entries(STATES).map(([key, label]) => h("button", {type: "button", "data-state": key, onclick: () => {
    state = key;
    choose();
    now();
  }}, label));
  byId("events-choices").append(h("div", {class: "choice", role: "group", "aria-label": "State"}, ...buttons));

  function choose() {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.state === state)));
    redrive.disabled = "denied" in redrive.dataset || !FAILED.includes(state);
    purge.disabled = "denied" in purge.dataset || !SETTLED.includes(state);
  }

  async function change(what) {
    try {
      const answer = await act("POST", `/v1/async/${what}?state=${state}`);
      setText(byId("events-said"), Object.entries(answer).map(([done, number]) => `${count(number)} ${done}`).join(", "));
    } catch (error) {
      setText(byId("events-said"), error.message);
    }
    now();
  }
  redrive.addEventListener("click", () => change("redrive"));
  purge.addEventListener("click", () => {
    if (confirm(`Forget all that are ${STATES[state].toLowerCase()}? They can't be brought back.`)) {
      change("purge");
    }
  });
  choose();
  return {
    panel,
    path: () => `/v1/async?state=${state}`,
    show: async ({events}) => {
      table.update(events);
      showEmpty(panel, events.length === 0, `None is ${STATES[state].toLowerCase()}. The same in a terminal:`,
        [command(`async list --state ${state}`)]);
      const stats = may("operate") ? await ask("/v1/async/stats") : {};
      byId("events-counts").replaceChildren(...Object.entries(stats).map(([name, number]) =>
        h("div", {}, h("dt", {}, STATES[name] ?? "Enqueued"), h("dd", {"data-count": name}, count(number)))));
    },
  };
}
