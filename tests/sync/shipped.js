// The phones of the sync machine, as they are shipped: the store on IndexedDB, and the exchange. Commands come in as
// lines of JSON, answers go out as lines of JSON; the network between them and the server is Python's.
import "fake-indexeddb/auto";
import { createInterface } from "node:readline";
import { makeExchange } from "../../phone/static/phone/exchange.js";
import { answerOf } from "../../phone/static/phone/http.js";
import { shown } from "../../phone/static/phone/operations.js";
import { openStore } from "../../phone/static/phone/store.js";

const phones = new Map();

const acts = {
  async open({ name, diary, most, factsAtOnce }) {
    const store = await openStore(name);
    await store.startOver({ diary, username: "ana", name: "Ana" });
    const call = async () => ({ kind: "lost", reason: "no_network" }); // nobody else can be asked here
    phones.set(name, { store, diary, exchange: makeExchange({ store, call, device: name, most, factsAtOnce }) });
  },
  async close({ name }) {
    phones.get(name).store.close();
    phones.delete(name);
    indexedDB.deleteDatabase(name);
  },
  write: async ({ wish }, { store, diary }) => ({ replaced: await store.write({ diary, wish }) }),
  async next(_, phone) {
    phone.waiting = await phone.exchange.next();
    return { request: phone.waiting.request };
  },
  async hear({ reply, name }, phone) {
    const answer = reply ? await answerOf(new Response(reply.status === 204 ? null : Buffer.from(reply.content, "base64"), reply), name)
      : { kind: "lost", reason: "no_network" };
    return { outcome: await phone.exchange.hear(phone.waiting, answer) };
  },
  unpark: (_, { store }) => store.unpark(),
  state: (_, { store }) => state(store),
};

async function state(store) {
  const [facts, operations] = [await store.facts(), await store.operations()];
  const places = new Map([...facts, ...operations].map((one) => [`${one.kind} ${one.id}`, one]));
  const views = [...places.values()].map(({ kind, id }) => {
    const isHere = (one) => one.kind === kind && one.id === id;
    return { kind, id, shown: shown(facts.find(isHere), operations.filter((one) => isHere(one) && (!one.offer || one.problem))) };
  });
  return { facts, operations, views };
}

createInterface({ input: process.stdin }).on("line", async (line) => {
  const command = JSON.parse(line);
  try {
    const told = await acts[command.act](command, phones.get(command.phone));
    process.stdout.write(`${JSON.stringify(told ?? {})}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ failed: String(error?.stack ?? error) })}\n`);
  }
});
