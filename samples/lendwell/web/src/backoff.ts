const BASE_MS = 400;
const LONGEST_MS = 10_000;

/** How long to wait before the next attempt: what the server said, else a doubling delay with jitter. */
export function retryDelay(retryAfter: string | null, attempt: number, random = Math.random): number {
  const seconds = Number(retryAfter);
  if (retryAfter !== null && Number.isFinite(seconds)) {
    return Math.min(seconds * 1000, LONGEST_MS);
  }
  return random() * Math.min(BASE_MS * 2 ** attempt, LONGEST_MS);
}

export function waitBeforeRetry(retryAfter: string | null, attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, retryDelay(retryAfter, attempt)));
}
