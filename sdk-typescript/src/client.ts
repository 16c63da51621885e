import type { operations as Operations } from "./openapi.js";
import { ProblemError, UnansweredError, type Problem } from "./errors.js";
import { operations, type OperationId } from "./operations.js";

type Parameters<Id extends OperationId> = Operations[Id]["parameters"];
type PathOf<Id extends OperationId> = NonNullable<Parameters<Id>["path"]>;
type QueryOf<Id extends OperationId> = NonNullable<Parameters<Id>["query"]>;
type BodyOf<Id extends OperationId> = Operations[Id] extends { requestBody: { content: { "application/json": infer Body } } } ? Body : never;
type Answers<Id extends OperationId> = Operations[Id]["responses"];
type AnswerOf<Id extends OperationId> = {
  [Status in keyof Answers<Id>]: Status extends 200 | 201 | 202 ? (Answers<Id>[Status] extends { content: { "application/json": infer Answer } } ? Answer : undefined) : never;
}[keyof Answers<Id>];

// What an operation is called with: path and query together, by name, and the body.
type Input<Id extends OperationId> = ([PathOf<Id>] extends [never] ? unknown : PathOf<Id>) &
  ([QueryOf<Id>] extends [never] ? unknown : Partial<QueryOf<Id>>) &
  ([BodyOf<Id>] extends [never] ? unknown : { body: BodyOf<Id> });

export interface Options {
  // An API key, or the token of a session.
  readonly credential?: string;
  // In all, for reads and for writes that take an Idempotency-Key.
  readonly attempts?: number;
  // For one attempt and its whole answer, milliseconds.
  readonly timeout?: number;
  // The longest answer that is read.
  readonly answerBytesMax?: number;
  // Another fetch, for a proxy; it must not follow redirects where it is told so.
  readonly fetch?: typeof fetch;
  // Waiting, which tests do not.
  readonly pause?: (milliseconds: number) => Promise<void>;
}

const LONGEST_WAIT = 20_000;
const PASSING = new Set([429, 502, 503, 504]);
const THIS_MACHINE = new Set(["localhost", "127.0.0.1", "[::1]"]);

// A platform. `call("listOffers", {class: "FAST"})` is an operation of its document, by name and with its types.
export class Flashback {
  readonly #endpoint: string;
  readonly #options: Required<Omit<Options, "credential">>;
  readonly #credential: string | undefined;

  constructor(endpoint: string, options: Options = {}) {
    const url = new URL(endpoint);
    if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.search !== "" || url.hash !== "") {
      throw new TypeError("The endpoint is an address such as https://market.example, without user, query and fragment.");
    }
    if (options.credential !== undefined && url.protocol === "http:" && !THIS_MACHINE.has(url.hostname)) {
      throw new TypeError(`The credential would travel unencrypted to ${url.hostname}: use https.`);
    }
    this.#endpoint = url.href.replace(/\/+$/, "");
    this.#credential = options.credential;
    this.#options = {
      attempts: options.attempts ?? 4,
      timeout: options.timeout ?? 60_000,
      answerBytesMax: options.answerBytesMax ?? 16 << 20,
      fetch: options.fetch ?? ((input, init) => fetch(input, init)),
      pause: options.pause ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))),
    };
  }

  async call<Id extends OperationId>(id: Id, input: Input<Id>): Promise<AnswerOf<Id>> {
    const operation = operations[id];
    const values: Record<string, unknown> = { ...(input as Record<string, unknown>) };
    const body = operation.body ? values["body"] : undefined;
    delete values["body"];
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = String(values[name] ?? "");
      delete values[name];
      if (value === "" || value === "." || value === "..") throw new TypeError(`${id} needs ${name}.`);
      return encodeURIComponent(value);
    });
    const query = new URLSearchParams(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
    const target = this.#endpoint + path + (query.size > 0 ? `?${query}` : "");
    return (await this.#repeated(operation.method, target, body, operation.repeatable)) as AnswerOf<Id>;
  }

  // The rows of all pages of an operation with cursors; a page is asked for when it is come to.
  async *rows<Id extends OperationId>(id: Id, input: Input<Id>): AsyncGenerator<RowOf<AnswerOf<Id>>> {
    let cursor: string | undefined;
    do {
      const page = (await this.call(id, { ...(input as object), ...(cursor === undefined ? {} : { cursor }) } as Input<Id>)) as Record<string, unknown>;
      yield* Object.values(page).find(Array.isArray) as RowOf<AnswerOf<Id>>[];
      const next = page["next"] as string | undefined;
      if (next !== undefined && next === cursor) throw new UnansweredError("The platform says that a page is behind itself: tell its operator.");
      cursor = next;
    } while (cursor !== undefined);
  }

  async #repeated(method: string, target: string, body: unknown, repeatable: boolean): Promise<unknown> {
    const safe = method === "GET" || repeatable;
    const key = method !== "GET" && repeatable ? crypto.randomUUID() : undefined;
    for (let attempt = 1; ; attempt++) {
      const last = attempt >= this.#options.attempts || !safe;
      let wait = Math.random() * Math.min(200 * 2 ** (attempt - 1), LONGEST_WAIT);
      try {
        return await this.#once(method, target, body, key);
      } catch (error) {
        if (last || !(error instanceof UnansweredError || error instanceof ProblemError)) throw error;
        if (error instanceof ProblemError) {
          const asked = (error.retryAfter ?? 0) * 1000;
          if (!PASSING.has(error.problem.status) || asked > LONGEST_WAIT) throw error;
          wait = Math.max(wait, asked);
        }
      }
      await this.#options.pause(wait);
    }
  }

  async #once(method: string, target: string, body: unknown, key: string | undefined): Promise<unknown> {
    const headers = new Headers({ accept: "application/json, application/problem+json" });
    if (body !== undefined) headers.set("content-type", "application/json");
    if (key !== undefined) headers.set("idempotency-key", key);
    if (this.#credential !== undefined) headers.set("authorization", `Bearer ${this.#credential}`);
    let response: Response;
    let text: string;
    try {
      response = await this.#options.fetch(target, {
        method,
        headers,
        redirect: "manual",
        signal: AbortSignal.timeout(this.#options.timeout),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await bounded(response, this.#options.answerBytesMax);
    } catch (error) {
      if (error instanceof UnansweredError) throw error;
      throw new UnansweredError(`${method} ${target} was not answered (${String(error)})${method === "GET" ? "." : ": it may have been carried out; look before you send it again."}`);
    }
    if (response.ok) return text === "" ? undefined : parsed(text, target);
    if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
      throw new TypeError(`${target} sends us elsewhere, where no credential is carried: give the last address as the endpoint.`);
    }
    throw new ProblemError(problem(text, response.status), seconds(response.headers.get("retry-after")));
  }
}

type RowOf<Page> = { [Key in keyof Page]-?: Page[Key] extends (infer Row)[] ? Row : never }[keyof Page];

async function bounded(response: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw new UnansweredError(`The answer is longer than ${limit} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parsed(text: string, target: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnansweredError(`${target} answered with something that is no JSON: is this the address of a platform?`);
  }
}

function problem(text: string, status: number): Problem {
  try {
    const said = JSON.parse(text) as Problem;
    if (typeof said.type === "string" && typeof said.detail === "string") return said;
  } catch {
    // A proxy in between says no more than its status.
  }
  return {
    type: "about:blank",
    title: `HTTP ${status}`,
    status,
    detail: `Something between here and the platform answered ${status}.`,
    remedy: "Try again later; if it lasts, tell the platform's operator.",
  };
}

function seconds(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - Date.now()) / 1000);
}
