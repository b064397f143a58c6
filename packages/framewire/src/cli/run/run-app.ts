/** What the server's and the client's commands have in common. */
import type { Simulcast } from "@framewire/codec";
import type { Connection } from "@framewire/protocol";
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/common-options.ts";
import { createPeerTotals, type PeerTotals } from "../output/transfer-totals.ts";
import { openView } from "../views/open-view.ts";
import type { View } from "../views/view.ts";
import { confirmMs, type HangUp, listenForHangUp } from "./hang-up.ts";
import { openLocalSource } from "./open-local-source.ts";
import { type CommandContext, runCommand } from "./run-command.ts";

/** What a server or a client works with. */
export interface AppContext<Options> extends CommandContext<Options> {
  readonly hangUp: HangUp;
  /** This machine's video. */
  readonly simulcast: Simulcast;
  readonly view: View;
  readonly peerTotals: PeerTotals;
  /** The open connections. */
  readonly peers: Set<Connection>;
}

const farewells: Readonly<Record<HangUp["code"], string>> = {
  left: "This side hung up.",
  "shutting-down": "This side is shutting down.",
};

/** Says what a second Enter does. */
function confirmation(peers: number): string {
  return `${peers} others are connected. Press Enter again within ${confirmMs / 1000} s to end the call for all of them.`;
}

/** In what the two commands differ. */
interface AppSetup {
  readonly argv: readonly string[];
  readonly viewPort: number;
  /** Several peers can be connected at the same time. */
  readonly severalPeers: boolean;
}

/** Runs a server's or a client's command, with the common options added to its own. */
export async function runApp<Options extends CommonOptions>(
  command: Command,
  { argv, viewPort, severalPeers }: AppSetup,
  main: (context: AppContext<Options>) => Promise<void>,
): Promise<void> {
  await runCommand<Options>(withCommonOptions(command, { viewPort }), argv, async (context) => {
    const { options, reporter } = context;
    const { simulcast, showCamera, checked, close } = openLocalSource(options, reporter, {
      onEnd() {
        // A client that shows nothing has sent all that there is.
        if (!severalPeers && options.view === "none" && !options.keepWatching) hangUp.now();
      },
    });
    // Awaited below: the view opens meanwhile.
    checked.catch(() => {});
    const viewPortGiven = command.getOptionValueSource("viewPort") !== "default";
    const peers = new Set<Connection>();
    using hangUp = listenForHangUp({
      duration: options.duration,
      onEnter: reporter.entered,
      peerCount: () => peers.size,
      onFirstEnter: (count) => reporter.log.info(confirmation(count)),
    });
    await using view = await openView(
      { ...options, viewPortGiven },
      { simulcast, reporter, onHangUp: hangUp.now, onCamera: showCamera, canDisconnect: severalPeers },
    );
    try {
      await checked;
      await main({ ...context, hangUp, simulcast, view, peerTotals: createPeerTotals(), peers });
      if (hangUp.signal.aborted) view.setFarewell(farewells[hangUp.code]);
    } catch (error) {
      view.setFarewell((error as Error).message);
      throw error;
    } finally {
      close();
    }
  });
}
