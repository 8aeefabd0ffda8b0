// Queues, tables, buckets and topics: what they hold, and what to do with it.

import {attempt, doer, encoded, onSend} from "./actions.js";
import {byId, h, showEmpty} from "./dom.js";
import {bytes, count} from "./format.js";
import {act, ask, command} from "./platform.js";
import {Table, meter, pill} from "./table.js";

const path = (kind, name) => `/v1/${kind}s/${encoded(name)}`;

const full = {
  key: "full", label: "Room used", minor: true,
  show: (row) => meter(row.bytes / row.bytesMax, bytes(row.bytes)), signature: (row) => `${row.bytes}/${row.bytesMax}`,
};

const writes = {key: "writes", label: "Writes", hint: "Since it was created", number: true, minor: true, show: (row) => count(row.writes)};

function deletion(kind, name, change) {
  return doer("deploy", "Delete", () => change(async () => {
    await act("DELETE", path(kind, name));
    return `${kind} ${name} is deleted`;
  }), `Delete the ${kind} ${name}? It is refused while it holds something.`);
}

const actions = (buttons, signature) => ({
  key: "actions", label: "", show: (row) => h("span", {class: "row-actions"}, ...buttons(row)), signature,
});

/** What was given up lies in another queue. */
function graves(row) {
  return row.deadLetters
    ? h("span", {}, `${row.deadLetters} `, pill(count(row.dead), row.dead ? "bad" : "quiet"))
    : document.createTextNode("–");
}

function queueColumns(buttons) {
  return [
    {key: "name", label: "Queue", heads: true, show: (row) => row.name},
    {key: "depth", label: "Waiting", hint: "Messages that nobody has", number: true, show: (row) => count(row.count - row.inFlight)},
    {key: "inFlight", label: "In flight", hint: "Handed out, and not deleted yet", number: true, show: (row) => count(row.inFlight)},
    {key: "dead", label: "Dead letters", show: graves, signature: (row) => `${row.deadLetters} ${row.dead}`},
    full, writes,
    actions(buttons, (row) => `${row.deadLetters} ${row.dead > 0} ${row.count > 0}`),
  ];
}

export function makeQueues({now}) {
  const panel = byId("queues-panel");
  const said = byId("queues-said");
  const change = (work) => attempt(said, work).then(now);

  const redrive = ({name, deadLetters}) => doer("deploy", "Redrive", () => change(async () => {
    const {redriven} = await act("POST", `${path("queue", deadLetters)}/redrive?to=${encoded(name)}`);
    return `${count(redriven)} of ${deadLetters} are in ${name} again`;
  }));
  const purge = ({name, count: held}) => doer("deploy", "Purge", () => change(async () => {
    const {purged} = await act("POST", `${path("queue", name)}/purge`);
    return `${count(purged)} of ${name} are deleted`;
  }), `Delete all ${count(held)} messages of ${name}? They can't be brought back.`);
  const table = new Table(byId("queues-table"), queueColumns((row) => [
    ...(row.dead ? [redrive(row)] : []), ...(row.count ? [purge(row)] : []), deletion("queue", row.name, change),
  ]), {key: (row) => row.name, caption: "Queues by name"});

  const form = byId("resources-form");
  const offer = () => {
    byId("resources-dead").parentElement.hidden = form.elements.kind.value !== "queue";
  };
  form.addEventListener("change", offer);
  onSend(form, said, async ({kind, name, dead}) => {
    const bounds = kind === "queue" && dead ? {receivesMax: 3, deadLetters: dead} : {};
    await act("PUT", path(kind, name), bounds);
    now();
    return `${kind} ${name} is there`;
  });
  return {
    panel,
    path: () => "/v1/queues",
    show: ({queues}) => {
      const depths = new Map(queues.map((each) => [each.name, each.count]));
      table.update(queues.map((each) => ({...each, dead: depths.get(each.deadLetters) ?? 0})));
      showEmpty(panel, queues.length === 0, "There is no queue. Code that names one makes it; or create one below, or:",
        [command("queue create work")]);
      offerGraves(queues.map((each) => each.name));
    },
  };
}

/** Queues may have none. */
function offerGraves(names) {
  const select = byId("resources-dead");
  const key = names.join();
  if (select.dataset.names !== key) {
    const before = select.value;
    select.dataset.names = key;
    select.replaceChildren(h("option", {value: ""}, "none"), ...names.map((name) => h("option", {value: name}, name)));
    select.value = names.includes(before) ? before : "";
  }
}

const KINDS = {table: "cold", bucket: "good", topic: "quiet"};

export function makeStores({open, now}) {
  const panel = byId("stores-panel");
  const said = byId("stores-said");
  const change = (work) => attempt(said, work).then(now);
  const columns = [
    {key: "name", label: "Name", heads: true, opens: true, show: (row) => row.name},
    {key: "kind", label: "Kind", show: (row) => pill(row.kind, KINDS[row.kind]), signature: (row) => row.kind},
    {key: "count", label: "Items", number: true, show: (row) => (row.kind === "topic" ? "–" : count(row.count))},
    full, writes,
    actions((row) => [deletion(row.kind, row.name, change)], (row) => row.kind),
  ];
  const table = new Table(byId("stores-table"), columns, {
    key: (row) => `${row.kind}/${row.name}`, open: (row) => row.kind !== "topic" && open(row), caption: "Tables, buckets and topics",
  });
  return {
    panel,
    everyMs: 4_000,
    path: () => "/v1/tables",
    show: async ({tables}) => {
      const [{buckets}, {topics}] = await Promise.all([ask("/v1/buckets"), ask("/v1/topics")]);
      const of = (kind, list) => list.map((each) => ({...each, kind}));
      const rows = [...of("table", tables), ...of("bucket", buckets), ...of("topic", topics)];
      table.update(rows);
      showEmpty(panel, rows.length === 0, "There is no table, bucket or topic. Code that names one makes it; or:", [command("table create prices")]);
    },
  };
}
