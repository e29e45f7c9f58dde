/** One line of "my loans", as `GET /loans` answers it. */
export interface LoanLine {
  loanId: string;
  copyId: string;
  /** ISO date, for example `2026-03-02`. */
  due: string;
  renewals: number;
  /** In euros; 0 for a loan that is on time. */
  fee: number;
}

/** Why the rules said no; the names of `Refusal` in the domain. */
export type RefusalReason =
  | "CardBlocked"
  | "OwesTooMuch"
  | "TooManyLoans"
  | "OnHold"
  | "RenewedTooOften"
  | "TooLongOverdue";

export type Renewal = { kind: "renewed"; due: string } | { kind: "refused"; reason: RefusalReason };
