import type { components } from "./openapi.js";

// What went wrong, why, and what to do (RFC 9457).
export type Problem = components["schemas"]["Problem"];

// The platform refused, and said why.
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly problem: Problem,
    // Seconds that the platform wishes to be left alone.
    readonly retryAfter: number | undefined,
  ) {
    super(`The platform refused (${problem.status} ${problem.type}): ${problem.detail} ${problem.remedy}`);
  }
}

// There was no answer, or none that is of this API. A write may or may not have been carried out.
export class UnansweredError extends Error {
  override readonly name = "UnansweredError";
}
