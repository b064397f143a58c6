/** Suggests a fix for a server that was not reached. */
import { ConnectionClosedError } from "@framewire/protocol";

/** Returns what to do after this error. */
export function suggestFix(error: unknown): string {
  if (error instanceof ConnectionClosedError) return fixes[error.info.code] ?? "Follow the message of the server.";
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const causes: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
    for (const { code = "" } of causes as readonly NodeJS.ErrnoException[]) {
      const fix = fixes[code];
      if (fix !== undefined) return fix;
    }
  }
  return "Check that it is a Framewire server; it shows its port when it starts.";
}

const fixes: Readonly<Record<string, string>> = {
  // Codes of the operating system.
  ECONNREFUSED: "Start the server there: pnpm --filter server start",
  ENOTFOUND: "Use the machine's IP address, which pnpm checkup shows there.",
  EAI_AGAIN: "Use the machine's IP address, which pnpm checkup shows there.",
  EHOSTUNREACH: "Check that both machines are on and in the same network.",
  ENETUNREACH: "Check that both machines are on and in the same network.",
  ETIMEDOUT: "Check that the machine is on and that its firewall allows TCP to that port: sudo ufw allow 4700/tcp",
  // Close codes of the server.
  busy: "Disconnect another client, or start the server with a larger --max-clients.",
  "shutting-down": "Start the server again: pnpm --filter server start",
  unauthorised:
    "Pass the key that the server shows, by FRAMEWIRE_KEY=…, or --insecure if the server was started with it.",
  version: "Update Framewire on both machines to the same version.",
  "protocol-error": "Check the port; the default of Framewire is 4700.",
};
