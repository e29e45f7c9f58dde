import { waitBeforeRetry } from "./backoff.js";
import type { LoanLine, RefusalReason, Renewal } from "./types.js";

/** Thrown where the session has ended; the page then shows the login form. */
export class SignedOutError extends Error {}

/** Talks to the Lendwell API on behalf of the member who is signed in. */
export class LendwellClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: () => string | null,
    private readonly fetchImpl: typeof fetch = fetch,
  ) {}

  async myLoans(): Promise<LoanLine[]> {
    const response = await this.send("GET", "/loans");
    return (await response.json()) as LoanLine[];
  }

  /** Renews a loan. A refusal is an answer, not an error. */
  async renew(loanId: string): Promise<Renewal> {
    const response = await this.send("POST", `/loans/${encodeURIComponent(loanId)}/renewal`);
    const body = (await response.json()) as { due?: string; reason?: RefusalReason };
    return response.status === 409
      ? { kind: "refused", reason: body.reason! }
      : { kind: "renewed", due: body.due! };
  }

  /** Sends a request, at most three times: it waits and tries again on 429 and 503, as the server asks. */
  private async send(method: string, path: string): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.fetchImpl(this.baseUrl + path, {
        method,
        headers: { Authorization: `Bearer ${this.token() ?? ""}` },
      });
      if (response.status === 401) {
        throw new SignedOutError("The session has ended.");
      }
      if (attempt === 3 || (response.status !== 429 && response.status !== 503)) {
        return response;
      }
      await waitBeforeRetry(response.headers.get("Retry-After"), attempt);
    }
  }
}
