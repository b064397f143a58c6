import { ConnectionClosedError } from "@framewire/protocol";

const fixes: Readonly<Record<string, string>> = {
  // What the system says.
  ECONNREFUSED: "Start the server there: pnpm --filter server start",
  ENOTFOUND: "Write the machine's IP address, which pnpm checkup shows there.",
  EAI_AGAIN: "Write the machine's IP address, which pnpm checkup shows there.",
  EHOSTUNREACH: "See that both machines are on and in the same network.",
  ENETUNREACH: "See that both machines are on and in the same network.",
  ETIMEDOUT: "See that the machine is on and its firewall lets TCP to that port in, such as sudo ufw allow 4700/tcp",
  // What the server says.
  busy: "Let another client leave, or start the server with a larger --max-clients.",
  "shutting-down": "Start the server again: pnpm --filter server start",
  unauthorised:
    "Give the key that the server shows, by FRAMEWIRE_KEY=…, or --insecure where the server was started with it.",
  version: "Update Framewire on both machines to the same version.",
  "protocol-error": "Look at the port; Framewire's own is 4700.",
};

/** What to do where a server was not reached for this reason. */
export function fixFor(error: unknown): string {
  if (error instanceof ConnectionClosedError) return fixes[error.info.code] ?? "Do what the server says.";
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const causes: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
    for (const { code = "" } of causes as readonly NodeJS.ErrnoException[]) {
      const fix = fixes[code];
      if (fix !== undefined) return fix;
    }
  }
  return "See that it is a Framewire server: it says its port when it starts.";
}
