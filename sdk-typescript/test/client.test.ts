import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { Flashback, ProblemError, UnansweredError } from "../src/index.js";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let address: string;
let answers: Answer[] = [];
let asked: IncomingMessage[] = [];
const waits: number[] = [];

const says =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, headers).end(body === undefined ? "" : JSON.stringify(body));

const client = (): Flashback =>
  new Flashback(address, { credential: "a-key", pause: async (wait) => void waits.push(wait) });

before(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    request.resume();
    (answers.shift() as Answer)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

after(() => server.close());

beforeEach(() => {
  answers = [];
  asked = [];
  waits.length = 0;
});

test("a refusal has the field, the reason and the remedy", async () => {
  answers.push(says(400, { type: "INVALID_FIELD", title: "t", status: 400, detail: "Why.", field: "document", remedy: "Do." }));
  await assert.rejects(client().call("publishProfile", { body: { document: "x" } }), (error) => {
    assert(error instanceof ProblemError);
    assert.equal(error.problem.field, "document");
    assert.match(error.message, /Why\. Do\./);
    return true;
  });
});

test("a read is made again when the platform is back, and not before it asked", async () => {
  answers.push(says(503, undefined, { "retry-after": "7" }), says(200, { providers: [] }));
  assert.deepEqual(await client().call("listProviders", {}), { providers: [] });
  assert.equal(waits[0], 7_000);
  assert.equal(asked[0]?.headers.authorization, "Bearer a-key");
});

test("a redirect is not followed, and asked for once", async () => {
  answers.push(says(302, undefined, { location: `${address}/elsewhere` }));
  await assert.rejects(client().call("listProviders", {}), /no credential is carried/);
  assert.equal(asked.length, 1);
});

test("pages are asked for when they are come to, and values stay in their part of the address", async () => {
  answers.push(says(200, { slas: [{ id: 1 }], next: "a/b" }), says(200, { slas: [{ id: 2 }] }));
  const seen: unknown[] = [];
  for await (const row of client().rows("listSlas", { limit: "1" })) {
    seen.push(row);
    assert.equal(asked.length, seen.length);
  }
  assert.deepEqual(seen, [{ id: 1 }, { id: 2 }]);
  assert.equal(asked[1]?.url, "/v1/slas?limit=1&cursor=a%2Fb");
});

test("an answer that is too long is given up", async () => {
  answers.push(says(200, { providers: "x".repeat(1_000) }));
  const narrow = new Flashback(address, { answerBytesMax: 100, attempts: 1 });
  await assert.rejects(narrow.call("listProviders", {}), UnansweredError);
});

test("a credential does not travel unencrypted to another machine", () => {
  assert.throws(() => new Flashback("http://market.example", { credential: "a-key" }), /https/);
  assert.throws(() => new Flashback("https://me:pw@market.example"), TypeError);
});
