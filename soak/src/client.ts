import { type App, startApp } from "./app.ts";
import { type Relay, startRelay } from "./relay.ts";

/** A client that is started again when it has ended, and the way to its server. */
export interface Client {
  readonly relay: Relay;
  /** Every process that it has been, the one that runs now last. */
  readonly lives: readonly Life[];
  /** The process that runs now. */
  readonly app: App;
  /** Ends the process: kills it, or has it say bye. */
  end(how: "killed" | "left"): void;
  /** Starts a new process. */
  restart(): void;
}

/** A process of a client. */
interface Life {
  /** How the server calls it: each process has a name of its own. */
  readonly name: string;
  readonly app: App;
  /** It was killed, and so has no last word on what it counted. */
  killed: boolean;
}

/** Starts a client of the server at this port. */
export async function startClient(number: number, port: number, key: string): Promise<Client> {
  const relay = await startRelay(port);
  const pictures = ["--source", "pattern", "--size", "320x240", "--fps", "10"];
  const lives: Life[] = [];

  function current(): Life {
    const life = lives.at(-1);
    if (!life) throw new Error("The client was not started.");
    return life;
  }

  function restart(): void {
    const name = `client ${number}, process ${lives.length + 1}`;
    const args = [`127.0.0.1:${relay.port}`, "--name", name, "--keep-watching", ...pictures];
    lives.push({ name, app: startApp("client", args, key), killed: false });
  }

  restart();
  return {
    relay,
    lives,
    get app() {
      return current().app;
    },
    end(how) {
      const life = current();
      if (how === "left") return life.app.hangUp();
      life.killed = true;
      life.app.signal("SIGKILL");
    },
    restart,
  };
}
