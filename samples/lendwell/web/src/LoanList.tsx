import { useEffect, useState } from "react";
import { LendwellClient, SignedOutError } from "./client.js";
import { explainRefusal } from "./refusals.js";
import type { LoanLine } from "./types.js";

interface Props {
  client: LendwellClient;
  onSignedOut: () => void;
}

/** "My loans": due dates, fees and a button to renew each. */
export function LoanList({ client, onSignedOut }: Props) {
  const [loans, setLoans] = useState<LoanLine[] | null>(null);
  const [notice, setNotice] = useState<string | null>(null);

  useEffect(() => {
    client.myLoans().then(setLoans, (error) => {
      if (error instanceof SignedOutError) onSignedOut();
      else setNotice("Your loans could not be loaded. Please try again.");
    });
  }, [client, onSignedOut]);

  async function renew(loan: LoanLine) {
    const renewal = await client.renew(loan.loanId);
    if (renewal.kind === "refused") {
      setNotice(explainRefusal(renewal.reason));
      return;
    }
    setLoans((all) => all?.map((one) => (one.loanId === loan.loanId ? { ...one, due: renewal.due } : one)) ?? null);
  }

  if (loans === null) return <p role="status">{notice ?? "Loading…"}</p>;
  return (
    <section>
      {notice && <p role="alert">{notice}</p>}
      <ul>
        {loans.map((loan) => (
          <li key={loan.loanId}>
            {loan.copyId}, due {loan.due}
            {loan.fee > 0 && <strong> {loan.fee.toFixed(2)} €</strong>}
            <button onClick={() => renew(loan)}>Renew</button>
          </li>
        ))}
      </ul>
    </section>
  );
}
