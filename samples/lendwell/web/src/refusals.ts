import type { RefusalReason } from "./types.js";

const SENTENCES: Record<RefusalReason, string> = {
  CardBlocked: "Your card is blocked. Please ask at the desk.",
  OwesTooMuch: "You owe 15 euros or more. Please pay before you borrow again.",
  TooManyLoans: "You have borrowed as many copies as your membership allows.",
  OnHold: "Someone is waiting for this title, so it cannot be renewed.",
  RenewedTooOften: "You have renewed this loan three times already.",
  TooLongOverdue: "This loan is more than two weeks late. Please bring the copy back.",
};

/** The sentence that a member reads when the rules say no. */
export function explainRefusal(reason: RefusalReason): string {
  return SENTENCES[reason];
}
